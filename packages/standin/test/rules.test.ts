import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { redactPath } from '../src/rules/redact-path.js';
import { hashPassword, passwordMatches } from '../src/rules/passwords.js';
import { splitAppendedCode } from '../src/rules/sign-in.js';
import { parseSource } from '../src/rules/sources.js';
import { writeXml } from '../src/views/xml.js';

/** What XML 1.0 can hold. */
function isWritable(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return code >= 32 ? code !== 0xfffe && code !== 0xffff : [9, 10, 13].includes(code);
}

function unescaped(text: string): string {
  return text
    .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

test('any text an attribute can hold comes back as it was, and no text breaks out of one [negotiate.xml-characters]', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (value) => {
      const [, written = ''] = /^<\?xml[^\n]*\n<a b="([^"<>]*)"\/>\n$/.exec(writeXml('a', { b: value }, 'bare')) ?? [];
      expect(unescaped(written)).toBe(Array.from(value).filter(isWritable).join(''));
    }),
  );
});

test('lists stand inside an element of their name, or side by side', () => {
  const value = { size: 1, items: [{ a: null }], words: ['x'] };
  expect(writeXml('r', value, 'wrapped')).toContain(
    '<items>\n    <item a=""/>\n  </items>\n  <words>\n    <word id="x"/>',
  );
  expect(writeXml('r', { Item: [{ a: true }, { a: false }] }, 'bare')).toContain('<Item a="1"/>\n  <Item a="0"/>');
});

test('a path that is not known shows nothing that may be a secret', () => {
  const secret = fc.stringMatching(/^[\w-]{16,40}$/);
  fc.assert(
    fc.property(secret, secret, (inPath, inQuery) => {
      const path = redactPath(`/a/${inPath}/b`, `?X-Plex-Token=${inQuery}&${inQuery}=1`, false);
      expect(path).not.toContain(inQuery);
      expect(/[0-9]|.{16,}/.test(inPath) && path.includes(inPath)).toBe(false);
    }),
  );
});

test('a password matches its own hash and no other text does', async () => {
  const property = fc.asyncProperty(fc.string({ minLength: 1 }), fc.string(), async (password, other) => {
    const hash = await hashPassword(password, Buffer.from('a salt of 16 by.'));
    expect(await passwordMatches(password, hash)).toBe(true);
    expect(await passwordMatches(other, hash)).toBe(other === password);
  });
  await fc.assert(property, { numRuns: 15 });
  for (const hash of ['no hash', '$scrypt$ln=40,r=8,p=1$AA$AA', '$scrypt$ln=0,r=0,p=0$AA$AA']) {
    expect(await passwordMatches('x', hash)).toBe(false);
  }
});

test('six digits at the end of a password may be a code', () => {
  expect(splitAppendedCode('secret123456')).toEqual({ password: 'secret', code: '123456' });
  expect(splitAppendedCode('12345678')).toEqual({ password: '12', code: '345678' });
  expect(splitAppendedCode('123456')).toBeUndefined();
  expect(splitAppendedCode('secret12345')).toBeUndefined();
});

test('no text makes the reader of sources throw', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(() => parseSource(text)).not.toThrow();
    }),
  );
});

test('a token is redacted wherever it stands in a harmless parameter', () => {
  const token = 'AbCdEfGh-123_4567xyz';
  for (const query of [`?source=server://${token}/x`, `?X-Plex-Product=${token}.x`, `?scope=${token}`]) {
    expect(redactPath('/security/resources', query, true)).not.toContain(token);
  }
  const source = `server://${'a7'.repeat(20)}/provider`;
  expect(redactPath('/security/resources', `?source=${source}`, true)).toContain(source);
});
