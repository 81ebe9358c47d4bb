import { syncBuiltinESMExports } from 'node:module';
import worker from 'node:worker_threads';

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function hasCode(error: unknown, code: string): boolean {
  return isObject(error) && 'code' in error && error.code === code;
}

/**
 * Has every worker thread load the redirect before its own program. Node does so by itself only where the thread
 * inherits all options: not with an `env` or an `execArgv` of its own, and not for a program given as text.
 */
export function redirectWorkers(preload: string): void {
  const construct: ProxyHandler<typeof worker.Worker>['construct'] = (target, [file, given], newTarget) => {
    const options = isObject(given) ? given : {};
    const own: unknown = Reflect.get(options, 'execArgv');
    const start = (flags: readonly unknown[]): object => {
      const execArgv = [...flags, '--require', preload];
      const thread: unknown = Reflect.construct(target, [file, { ...options, execArgv }], newTarget);
      if (!isObject(thread)) throw new TypeError('A constructor returns an object');
      return thread;
    };
    if (Array.isArray(own)) return start(own);
    try {
      return start(process.execArgv);
    } catch (error) {
      // Some flags are for a whole process: a thread inherits them silently and refuses them when told.
      if (!hasCode(error, 'ERR_WORKER_INVALID_EXEC_ARGV')) throw error;
      return start([]);
    }
  };
  Object.assign(worker, { Worker: new Proxy(worker.Worker, { construct }) });
  syncBuiltinESMExports();
}
