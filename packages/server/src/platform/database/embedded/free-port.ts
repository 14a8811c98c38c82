import { createServer } from 'node:net';

/**
 * A TCP port that is free on 127.0.0.1 right now: the preferred one if nobody listens there, else one the kernel picks.
 * Another process may take it before the caller does, so whoever binds it must be ready to ask again.
 */
export async function freePort(preferred?: number): Promise<number> {
  if (preferred !== undefined && (await bindOnce(preferred)) !== undefined) return preferred;
  const port = await bindOnce(0);
  if (port === undefined) throw new Error('The machine has no free TCP port on 127.0.0.1.');
  return port;
}

/** The port bound and closed again, or undefined when it is taken. */
function bindOnce(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(address !== null && typeof address === 'object' ? address.port : undefined));
    });
  });
}
