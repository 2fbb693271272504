/** What solves a failure, by one button. */
import type { Failure } from '../contracts/failure';
import type { SampleId } from '../contracts/sample';
import { t } from '../messages';
import type { NoticeAction } from './base/noticeStore';
import type { Studio } from './studio';

type Solving = 'openAgain' | 'startAgain' | 'makeAgain' | 'toDataset' | 'toReview' | 'toModels' | 'toLibrary';

const SOLVED_BY: Partial<Record<Failure['code'], Solving>> = {
  'dataset-permission': 'openAgain',
  'dataset-not-reached': 'openAgain',
  'dataset-file-missing': 'openAgain',
  'dataset-empty': 'toDataset',
  'dataset-not-readable': 'toDataset',
  'device-unavailable': 'startAgain',
  'device-lost': 'startAgain',
  'device-not-ready': 'startAgain',
  'worker-died': 'startAgain',
  'worker-empty': 'startAgain',
  'network-unavailable': 'startAgain',
  'sample-damaged': 'makeAgain',
  'evaluate-no-labels': 'toDataset',
  'evaluate-one-class': 'toDataset',
  'evaluate-few-lesions': 'toDataset',
  'evaluate-no-samples': 'toReview',
  'export-empty': 'toReview',
  'replay-other-bundle': 'toModels',
  'plan-other-bundle': 'toModels',
  'plan-no-background': 'toLibrary',
  'plan-no-skin-like-it': 'toLibrary',
};

/** Null where no button would help. */
export function remedyOf(studio: Studio, failure: Failure): NoticeAction | null {
  const solving = SOLVED_BY[failure.code];
  if (!solving) return null;
  return { label: t(`app.remedies.${solving}`), run: () => solve(studio, solving, failure) };
}

function solve({ dataset, session, mending }: Studio, solving: Solving, failure: Failure): void {
  const screens = { toDataset: 'dataset', toReview: 'review', toModels: 'models', toLibrary: 'queue' } as const;
  if (solving in screens) window.location.hash = `#/${screens[solving as keyof typeof screens]}`;
  else if (solving === 'startAgain') void session.startAgain();
  else if (solving === 'makeAgain' && failure.code === 'sample-damaged')
    void mending.mend(failure.params.id as SampleId);
  else if (dataset.store.getState().opened) void dataset.goOn();
  else window.location.hash = '#/dataset';
}
