/** Rings whenever something happened that somebody may be watching for. */
export interface Bell {
  ring(): void;
  /** Resolves at the next ring; rejects with the signal's reason as soon as it is aborted. */
  heard(signal: AbortSignal): Promise<void>;
}

/** A bell nobody listens to yet; a ring that nobody waits for costs nothing and is not remembered. */
export function createBell(): Bell {
  const listening = new Set<() => void>();
  return {
    ring() {
      for (const wake of listening) wake();
    },
    heard: (signal) =>
      new Promise((resolve, reject) => {
        const end = (): void => {
          listening.delete(wake);
          signal.removeEventListener('abort', leave);
        };
        const wake = (): void => {
          end();
          resolve();
        };
        const leave = (): void => {
          end();
          reject(signal.reason);
        };
        if (signal.aborted) {
          reject(signal.reason);
          return;
        }
        listening.add(wake);
        signal.addEventListener('abort', leave, { once: true });
      }),
  };
}
