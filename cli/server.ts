/** Serves a built page on loopback, with the policy and the isolation that it needs. */
import { createServer, type Server } from 'node:http';
import sirv from 'sirv';
import { SERVED_HEADERS } from '../headers';

/** Rejects where the port cannot be had. @param port 0 for any free one */
export function servePage(folder: string, port: number): Promise<Server> {
  const headers = Object.entries({ ...SERVED_HEADERS, 'Cache-Control': 'no-cache' });
  const files = sirv(folder, {
    etag: true,
    setHeaders: (response) => headers.forEach((pair) => response.setHeader(...pair)),
  });
  const server = createServer((request, response) =>
    files(request, response, () => {
      headers.forEach((pair) => response.setHeader(...pair));
      response.writeHead(404).end();
    }),
  );
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
