/** Who reads at this tab: a second reader who loads the page again is still blind to the first. */
import { READERS } from '../contracts/sample';
import type { Review } from '../state/review/reviewStore';
import { recall, remember } from '../ui/browserMemory';

const KEY = 'inlay-reader';

export function keepReader(review: Review): void {
  const kept = recall(KEY, 'tab');
  review.setReader(READERS.find((reader) => reader === kept) ?? 'first');
  review.store.subscribe(({ reader }, before) => {
    if (reader !== before.reader) remember(KEY, reader, 'tab');
  });
}
