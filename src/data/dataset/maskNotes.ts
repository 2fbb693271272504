/** What happened to the masks that somebody has drawn: each is put right or named, and nothing else is taken in its place. */
import type { MaskNote } from '../../contracts/dataset';
import { fail, type Failed } from '../../contracts/failure';
import type { DrawnMask } from '../../core/mask/drawnMask';
import type { OutlineFault } from './scene';

export function createMaskNotes() {
  const counts = new Map<MaskNote, number>();
  const note = (kind: MaskNote): unknown => counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return {
    /** @param path of the mask */
    refused(path: string, fault: OutlineFault): Failed {
      note(fault);
      return fail(`mask-${fault}`, { path });
    },
    read<Read extends Pick<DrawnMask, 'mends'> | null>(read: Read): Read {
      read?.mends.forEach(note);
      return read;
    },
    /** How often each happened since this was last asked. */
    take(): Partial<Record<MaskNote, number>> {
      const taken = Object.fromEntries(counts);
      counts.clear();
      return taken;
    },
  };
}
