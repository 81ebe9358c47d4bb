import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { listFiles, readText } from '../../tools/repository.js';
import { transcripts } from './transcript.js';

const operations = z
  .array(z.object({ name: z.string(), answers: z.array(z.object({ status: z.number(), types: z.array(z.string()) })) }))
  .parse(parse(readText('spec/operations.yaml')));

const answers = operations.flatMap(({ name, answers: all }) =>
  all.flatMap(({ status, types }) =>
    (types.length > 0 ? types : ['nothing']).map((type) => [name, status, type] as const),
  ),
);

describe('spec/transcripts', () => {
  test('holds nothing that is not played', () => {
    const files = listFiles('spec/transcripts').filter((path) => !path.endsWith('/README.md'));
    expect(files).toHaveLength(transcripts.length);
    expect(files.length).toBeGreaterThan(0);
  });

  test.each(answers)('has an exchange for %s %i %s of spec/operations.yaml', (name, status, type) => {
    const found = transcripts.filter(
      ([, { operation, response }]) =>
        operation === name &&
        response.status === status &&
        (response.headers['content-type'] ?? 'nothing').startsWith(type),
    );
    expect(found.map(([file]) => file)).not.toEqual([]);
  });

  test.each(['observed', 'documented'])('shows each of the eight refusals of the SDK in %s errors', (dialect) => {
    const raised = transcripts
      .filter(([, { given }]) => given.dialects.some((one) => one === dialect))
      .flatMap(([, { outcome }]) => (outcome && 'error' in outcome ? [outcome.error] : []));
    for (const operation of [
      'GetTransientToken',
      'GetSourceConnectionInformation',
      'GetTokenDetails',
      'PostUsersSignInData',
    ]) {
      expect(raised).toEqual(expect.arrayContaining([`${operation}BadRequest`, `${operation}Unauthorized`]));
    }
  });
});
