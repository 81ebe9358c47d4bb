import { errors } from '@ticketstub/sdk';
import { describe, expect, test } from 'vitest';
import { fill } from './placeholders.js';
import { expectedRequest, play, sampleResponse, samples } from './sdk-side.js';
import { transcripts } from './transcript.js';

const calls = transcripts.filter(([, { call }]) => call !== undefined);
const valued = calls.filter(([, { outcome }]) => outcome && 'value' in outcome);
const plain = calls.filter(([, { outcome }]) => outcome && 'gives' in outcome);
const refused = calls.filter(([, { outcome }]) => outcome && 'error' in outcome);

describe('the SDK obeys spec/transcripts', () => {
  test.each(calls)('%s: sends exactly this request, once', async (_, transcript) => {
    const { requests } = await play(transcript);
    const [sent] = requests;
    const { body, ...expected } = expectedRequest(transcript, samples);
    expect(requests).toHaveLength(1);
    expect(sent).toMatchObject(expected);
    expect(sent?.headers).toEqual(expected.headers);
    expect(fields(sent?.body)).toEqual(fields(body));
  });

  test.each(valued)('%s: returns this value in its envelope', async (_, transcript) => {
    const { value, error } = await play(transcript);
    const { body, init } = sampleResponse(transcript);
    expect(error).toBeUndefined();
    expect(value).toMatchObject({
      statusCode: init.status,
      contentType: transcript.response.headers['content-type'],
      ...Object(fill(transcript.outcome && 'value' in transcript.outcome ? transcript.outcome.value : {}, samples)),
    });
    expect(value).toHaveProperty('rawResponse');
    const raw: unknown = Reflect.get(Object(value), 'rawResponse');
    expect(raw instanceof Response && (await raw.text())).toBe(body);
  });

  test.each(plain)('%s: gives exactly this', async (_, transcript) => {
    const { value, error } = await play(transcript);
    const { outcome } = transcript;
    expect(error).toBeUndefined();
    expect(value ?? null).toEqual(outcome && 'gives' in outcome ? fill(outcome.gives, samples) : undefined);
  });

  test.each(refused)('%s: throws this error', async (_, transcript) => {
    const { error } = await play(transcript);
    const { error: name, ...members } = {
      error: '',
      plexCode: undefined,
      retryAfter: undefined,
      ...transcript.outcome,
    };
    expect(error).toBeInstanceOf(Reflect.get(errors, name));
    expect(error).toMatchObject({
      name,
      operation: transcript.operation,
      statusCode: transcript.response.status,
      contentType: transcript.response.headers['content-type'],
      ...members,
    });
  });
});

/** A form's fields by name: their order means nothing. */
function fields(form: string | null | undefined): object {
  return Object.fromEntries(new URLSearchParams(form ?? ''));
}
