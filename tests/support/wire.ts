import { connect, createServer, type Socket } from 'node:net';

/** A stretch of network between somebody and a port of this machine, which can break. */
export interface Wire {
  readonly port: number;
  /** The same address, by way of this wire. */
  to(address: string): string;
  /** From now on nothing gets through and nobody is told: what is sent waits, new connections are taken and left alone. */
  hold(): void;
  /** Lets everything through again, what has waited first. */
  release(): void;
  close(): Promise<void>;
}

/** Lays a wire to `target`, a port of this machine. */
export async function givenWire(target: number): Promise<Wire> {
  const ends = new Set<Socket>();
  const untold = new Set<Socket>();
  let held = false;
  const keep = (socket: Socket, other: Socket) => {
    ends.add(socket);
    socket.setNoDelay(true);
    socket.on('data', (chunk) => other.write(chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      ends.delete(socket);
      // Whoever is cut off does not learn that the other one has gone.
      if (held) untold.add(other);
      else other.destroy();
    });
    if (held) socket.pause();
  };
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    keep(near, far);
    keep(far, near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the wire got no port');
  return {
    port: address.port,
    to: (there) => {
      const here = new URL(there);
      here.port = String(address.port);
      return here.href;
    },
    hold: () => {
      held = true;
      for (const end of ends) end.pause();
    },
    release: () => {
      held = false;
      for (const end of ends) end.resume();
      for (const end of untold) end.destroy();
      untold.clear();
    },
    close: async () => {
      held = false;
      for (const end of ends) end.resetAndDestroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
