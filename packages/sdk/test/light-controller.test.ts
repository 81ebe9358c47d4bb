import { expect, onTestFinished, test } from 'vitest';
import { nodeTransport } from '../src/node.js';
import { thrownBy } from './scene.js';

/** A signal as a transport has for each request, and how it is aborted. */
function bound(): { signal: AbortSignal; abort: (reason?: unknown) => void } {
  const transport = nodeTransport();
  onTestFinished(() => transport.close());
  const controller = transport.controller();
  return { signal: controller.signal, abort: (...reason) => controller.abort(...reason) };
}

test('a signal of the transport is not aborted until somebody aborts it, and then for that reason', () => {
  const { signal, abort } = bound();
  expect(signal.aborted).toBe(false);
  signal.throwIfAborted();
  abort('enough');
  expect(signal).toMatchObject({ aborted: true, reason: 'enough' });
  expect(thrownBy(() => signal.throwIfAborted())).toBe('enough');
});

test('without a reason it has the one that any abort has', () => {
  const { signal, abort } = bound();
  abort();
  expect(signal.reason).toBeInstanceOf(DOMException);
  expect(signal.reason).toMatchObject({ name: 'AbortError', message: 'This operation was aborted' });
});

test('each listener is told once, in either form, and none that was taken away', () => {
  const { signal, abort } = bound();
  const told: string[] = [];
  const gone = (): void => void told.push('gone');
  signal.addEventListener('abort', ({ type }) => told.push(`function: ${type}`));
  signal.addEventListener('abort', { handleEvent: ({ type }: Event) => told.push(`object: ${type}`) });
  signal.addEventListener('abort', gone);
  signal.removeEventListener('abort', gone);
  Reflect.set(signal, 'onabort', ({ type }: Event) => told.push(`onabort: ${type}`));
  abort('first');
  abort('second');
  expect(told).toEqual(['onabort: abort', 'function: abort', 'object: abort']);
  expect(signal.reason).toBe('first');
});

test('who stops listening for something else is told all the same', () => {
  const { signal, abort } = bound();
  const told: string[] = [];
  const listener = ({ type }: Event): void => void told.push(type);
  signal.addEventListener('abort', listener);
  signal.removeEventListener('other', listener);
  abort('enough');
  expect(told).toEqual(['abort']);
});

test('who listens for something else, or is nobody, is not told', () => {
  const { signal, abort } = bound();
  const told: string[] = [];
  signal.addEventListener('other', () => told.push('other'));
  Reflect.apply(Reflect.get(signal, 'addEventListener'), signal, ['abort', null]);
  expect(() => abort('enough')).not.toThrow();
  expect(told).toEqual([]);
  expect(signal.dispatchEvent(new Event('abort'))).toBe(true);
});
