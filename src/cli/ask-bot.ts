import { request } from 'node:http';
import { readConfig } from '../config.ts';
import { AppError } from '../errors.ts';

/** Asks the running bot over its socket. Throws `cli.botDown` when it does not answer. */
export function askBot(
  method: 'GET' | 'POST',
  path: string,
): Promise<{ status: number; body: unknown }> {
  const { adminSocket } = readConfig();
  return new Promise((resolve, reject) => {
    const down = (cause: unknown) => reject(new AppError('cli.botDown', {}, { cause }));
    const call = request({ socketPath: adminSocket, method, path }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', down);
      response.on('end', () => {
        const body: unknown = JSON.parse(Buffer.concat(parts).toString('utf8') || 'null');
        resolve({ status: response.statusCode ?? 0, body });
      });
    });
    call.on('error', down);
    call.end();
  });
}
