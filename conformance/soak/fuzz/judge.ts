import { readHtml } from '../../formats/html.js';
import { found } from '../../secrets/canaries.js';
import type { WireAnswer } from './answer.js';
import type { Exchange } from './exchange.js';
import { markupFault } from './markup.js';

/** What must not be told: everything a database of the cast holds that opens a door. */
export interface Secrets {
  readonly tokens: readonly string[];
  readonly passwords: readonly string[];
}

/** What an answer has no business to be, a sentence for each thing that is wrong. */
export function judge(came: Exchange, isWhole: boolean, secrets: Secrets): string[] {
  const { answers, faults, hung, text } = came;
  const final = answers.filter(({ status }) => status >= 200);
  return [
    ...faults,
    ...(hung ? ['neither an answer nor an end'] : []),
    ...(isWhole && final.length === 0 && !hung ? ['no answer to a whole request'] : []),
    ...answers.flatMap((answer) => [...wellFormed(answer), ...spilt(answer, secrets)]),
    // A canary is planted in tokens, passwords and codes alone.
    ...(found(text).includes('Kanari') ? ['a planted secret is echoed'] : []),
  ];
}

function wellFormed(answer: WireAnswer): string[] {
  const { status, headers, body } = answer;
  const wrong: string[] = status >= 500 ? [`${status} that nobody asked for`] : [];
  if (body.length === 0) return wrong;
  const type = headers.get('content-type')?.[0]?.split(';')[0]?.trim().toLowerCase() ?? '';
  const fault = faultOf(type, body);
  return fault === undefined ? wrong : [...wrong, `${status} ${type || 'without a type'}: ${fault}`];
}

function faultOf(type: string, body: Buffer): string | undefined {
  const text = decoded(body);
  if (text === undefined) return 'it is no UTF-8';
  if (type === 'application/json') return isJson(text) ? undefined : 'it is no JSON';
  // What people open is HTML as browsers read it; what a media server says beside its status is well-formed besides.
  if (type === 'text/html' && /^<!doctype html>/i.test(text)) return readHtml(text).errors[0];
  if (/^(?:text|application)\/xml$|^text\/html$/.test(type)) return markupFault(text);
  return 'nobody sends such a type';
}

function decoded(body: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return undefined;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** An account's answer may hold the token it is for; no answer holds a password, and no refusal any secret. */
function spilt({ status, head, body }: WireAnswer, { tokens, passwords }: Secrets): string[] {
  const text = `${head}\n${body.toString()}`;
  const told = status < 300 ? passwords : [...passwords, ...tokens];
  return told.some((secret) => text.includes(secret)) ? [`${status} with a secret of the database`] : [];
}
