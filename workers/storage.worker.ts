/** Entry point of the storage worker. */
import { transfer } from 'comlink';
import { createStorage } from '../src/data/storage';
import { serveProject } from './serve';

/** The pixels of a background go over to the page: a copy of them would take as much memory again. */
serveProject((place) => {
  const storage = createStorage(place);
  return {
    ...storage,
    async readBackground(id: string) {
      const read = await storage.readBackground(id);
      return read.ok ? transfer(read, [read.value.data.buffer]) : read;
    },
  };
});
