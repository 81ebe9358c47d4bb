import { assert, asyncProperty, string, uint8Array } from 'fast-check';
import { expect, test } from 'vitest';
import { decodeBase64url, encodeBase64url } from '../src/crypto/base64url.js';
import { sealer, sealKeyBytes } from '../src/crypto/seal.js';

const key = (first: number): Uint8Array<ArrayBuffer> => new Uint8Array(32).fill(7).fill(first, 0, 1);
const ours = sealer([key(1)], 'test');

test('what was sealed opens to the same text, whatever the text and the binding', async () => {
  await assert(
    asyncProperty(string({ unit: 'grapheme' }), string(), async (text, binding) => {
      await expect(ours.open(await ours.seal(text, binding), binding)).resolves.toBe(text);
    }),
  );
});

test('a seal opens with no single bit of it changed', async () => {
  const bytes = decodeBase64url(await ours.seal('pin 7', 'attempt')) ?? new Uint8Array();
  const changed = [...bytes].flatMap((byte, index) =>
    Array.from({ length: 8 }, (_, bit) => encodeBase64url(bytes.with(index, byte ^ (1 << bit)))),
  );
  expect(changed).toHaveLength(bytes.length * 8);
  const opened = await Promise.all(changed.map((text) => ours.open(text, 'attempt')));
  expect(opened.filter((text) => text !== undefined)).toEqual([]);
});

test('a seal opens neither cut short nor with anything behind it', async () => {
  const sealed = await ours.seal('pin 7', 'attempt');
  const bytes = decodeBase64url(sealed) ?? new Uint8Array();
  const cut = [...bytes.keys()].map((end) => encodeBase64url(bytes.slice(0, end)));
  const others = [...cut, `${sealed}AAAA`, `${sealed}=`, ` ${sealed}`, `${sealed}AAAA`.repeat(100)];
  const opened = await Promise.all(others.map((text) => ours.open(text, 'attempt')));
  expect(opened.filter((text) => text !== undefined)).toEqual([]);
});

test('random text opens to nothing', async () => {
  await assert(
    asyncProperty(uint8Array({ maxLength: 200 }), async (bytes) => {
      const forged = encodeBase64url(Uint8Array.of(1, ...bytes));
      await expect(ours.open(forged, 'attempt')).resolves.toBeUndefined();
    }),
  );
});

test('a seal opens for its own binding, purpose and key only', async () => {
  const sealed = await ours.seal('pin 7', 'attempt');
  await expect(ours.open(sealed, 'another')).resolves.toBeUndefined();
  await expect(sealer([key(1)], 'another').open(sealed, 'attempt')).resolves.toBeUndefined();
  await expect(sealer([key(2)], 'test').open(sealed, 'attempt')).resolves.toBeUndefined();
  await expect(sealer([key(2), key(1)], 'test').open(sealed, 'attempt')).resolves.toBe('pin 7');
});

test('the first key seals, so that the others can be dropped', async () => {
  const rotated = sealer([key(2), key(1)], 'test');
  const sealed = await rotated.seal('pin 7', 'attempt');
  await expect(sealer([key(2)], 'test').open(sealed, 'attempt')).resolves.toBe('pin 7');
  await expect(ours.open(sealed, 'attempt')).resolves.toBeUndefined();
});

test('the same text is never sealed alike, and never readable', async () => {
  const sealed = await Promise.all(Array.from({ length: 50 }, () => ours.seal('pin 7', 'attempt')));
  expect(new Set(sealed).size).toBe(50);
  for (const text of sealed) expect(atob(text.replaceAll('-', '+').replaceAll('_', '/'))).not.toContain('pin');
});

test('a key is 32 bytes, or their base64url, and copied', () => {
  const bytes = key(9);
  const copy = sealKeyBytes(bytes);
  bytes.fill(0);
  expect(copy).toEqual(key(9));
  expect(sealKeyBytes(encodeBase64url(key(9)))).toEqual(key(9));
  const none = [new Uint8Array(31), new Uint8Array(33), 'short', `${encodeBase64url(key(9))}=`, '', undefined, 7];
  expect(none.map((value) => sealKeyBytes(value))).toEqual(none.map(() => undefined));
});
