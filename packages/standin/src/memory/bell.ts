/** Rings whenever something happened that somebody may be watching for. */
export interface Bell {
  /** How often it has rung. */
  readonly rung: number;
  ring(): void;
  /** Resolves once it has rung more than `times`; rejects with the signal's reason as soon as it is aborted. */
  heard(times: number, signal: AbortSignal): Promise<void>;
}

/** A bell nobody listens to yet: a ring costs nothing then. */
export function createBell(): Bell {
  const listening = new Set<() => void>();
  let rung = 0;
  const next = (signal: AbortSignal): Promise<void> =>
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
      listening.add(wake);
      signal.addEventListener('abort', leave, { once: true });
    });
  return {
    get rung() {
      return rung;
    },
    ring() {
      rung += 1;
      for (const wake of listening) wake();
    },
    async heard(times, signal) {
      signal.throwIfAborted();
      if (rung <= times) await next(signal);
    },
  };
}
