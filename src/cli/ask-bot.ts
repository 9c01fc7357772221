import { request } from 'node:http';
import { readConfig } from '../config.ts';
import { AppError } from '../errors.ts';

/** Asks the running bot over its socket. Throws `cli.botDown` when it does not answer, `cli.botFailed` when it cannot. */
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
        const status = response.statusCode ?? 0;
        if (status >= 500) return reject(new AppError('cli.botFailed'));
        const body: unknown = JSON.parse(Buffer.concat(parts).toString('utf8') || 'null');
        resolve({ status, body });
      });
    });
    call.on('error', down);
    call.end();
  });
}
