/** Entry point of the worker that tells whether the content policy binds workers too. */
import { FORBIDDEN_ADDRESS } from '../src/contracts/policy';

fetch(FORBIDDEN_ADDRESS).then(
  () => self.postMessage(false),
  () => self.postMessage(true),
);
