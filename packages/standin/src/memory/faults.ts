import type { OperationName } from '../operations.js';

/** What goes wrong with a request. */
export interface Fault {
  /** The operation whose next requests fail. */
  readonly operation: OperationName;
  /** The status to answer with, 200 to 599; a fault of 2xx has an empty or, with `garbage`, a broken body. */
  readonly status?: number | undefined;
  /** Milliseconds of the stand-in's clock to wait first; alone, the request is then answered as usual. */
  readonly delay?: number | undefined;
  /** Ends the connection without an answer. */
  readonly drop?: boolean | undefined;
  /** Answers with a body that ends in the middle of a JSON text. */
  readonly garbage?: boolean | undefined;
  /** How many requests fail; once by default. */
  readonly times?: number | undefined;
  /** Seconds, sent as `Retry-After`. */
  readonly retryAfter?: number | undefined;
}

/** Whether HTTP forbids a body beside a status. */
export function isBodyless(status: number): boolean {
  return status === 204 || status === 205 || status === 304;
}

/** The faults waiting for their requests, in the order they were asked for. */
export interface FaultQueue {
  add(fault: Fault): void;
  /** Takes the fault the next request of an operation suffers, if any. */
  take(operation: OperationName): Fault | undefined;
  /** Those that wait, each with how often it is still to happen. */
  waiting(): readonly { readonly fault: Fault; readonly left: number }[];
  clear(): void;
}

/** An empty queue: faults are the test's, so they are kept in memory and not in the database. */
export function createFaultQueue(): FaultQueue {
  const waiting: { readonly fault: Fault; left: number }[] = [];
  return {
    add: (fault) => void waiting.push({ fault, left: fault.times ?? 1 }),
    take(operation) {
      const index = waiting.findIndex(({ fault }) => fault.operation === operation);
      const found = waiting[index];
      if (found === undefined) return undefined;
      found.left -= 1;
      if (found.left === 0) waiting.splice(index, 1);
      return found.fault;
    },
    waiting: () => waiting.map((entry) => ({ ...entry })),
    clear: () => void waiting.splice(0),
  };
}
