/** How long each call of one of the SDK's clients may take, in ms. */
export interface Patience {
  timeoutMs(): number;
}

type ServiceClient = {
  pipeline: {
    removePolicy(which: { phase: 'Retry' }): unknown;
    addPolicy(policy: {
      name: string;
      sendRequest<R extends { timeout: number }, A>(
        request: R,
        next: (request: R) => Promise<A>,
      ): Promise<A>;
    }): unknown;
  };
};

/**
 * Each call of this client is made once, and given up after a while: the SDK would wait for an answer for
 * ever, and repeat a call whose answer got lost.
 */
export function patient<T extends object>(sdkClient: T, { timeoutMs }: Patience): T {
  // The SDK calls its inner client private; without it the first call fails, so that a test sees a change.
  const { client } = sdkClient as unknown as { client: ServiceClient };
  client.pipeline.removePolicy({ phase: 'Retry' });
  client.pipeline.addPolicy({
    name: 'guestlist-patience',
    sendRequest(request, next) {
      request.timeout = timeoutMs();
      return next(request);
    },
  });
  return sdkClient;
}
