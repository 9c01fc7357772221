import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The machine that a file's tests run on: one endpoint for managed identities, since MSAL looks for it once. */
export interface Machine {
  /** Lets the endpoint ask there; null: it hangs up. */
  servedBy(endpoint: string | null): void;
  close(): Promise<void>;
}

/** Starts the endpoint, and puts it where apps on such a machine find it. */
export async function givenMachine(): Promise<Machine> {
  let target: string | null = null;
  const server = createServer(async (request, response) => {
    if (target === null) return request.socket.destroy();
    const headers = { 'x-identity-header': String(request.headers['x-identity-header']) };
    const { search } = new URL(request.url ?? '/', 'http://machine');
    const answer = await fetch(`${target}${search}`, { headers });
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  process.env.IDENTITY_ENDPOINT = `http://127.0.0.1:${port}/msi/token`;
  process.env.IDENTITY_HEADER = 'woodgrove-machine';
  return {
    servedBy(endpoint) {
      target = endpoint;
    },
    async close() {
      delete process.env.IDENTITY_ENDPOINT;
      delete process.env.IDENTITY_HEADER;
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
