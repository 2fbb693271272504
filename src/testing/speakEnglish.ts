/** For unit tests: what they look for is said in English. */
import { speak } from '../messages';

await speak('en');
