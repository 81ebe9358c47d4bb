import { codeOf, noCodeOf, stepAt } from './codes.js';
import { issueToken, getNonce, registerKey, removeDevice, showKey } from './devices.js';
import { switchHome } from './home.js';
import { household, type ServerName } from './household.js';
import type { Known } from './model.js';
import type { Certainty } from './span.js';
import { claimPin, makePin } from './pins.js';
import { count, type Play, told } from './scene.js';
import type { Attempt, Judgement } from './sign-in-model.js';
import { type Answer, type Asking, at } from './stage.js';
import type { SignInForm, Step } from './step.js';

type Of<Deed extends Step['do']> = Extract<Step, { do: Deed }>;

const PROVIDER = 'provider://provider-identifier';

/** Has one step happen on both sides; what the stand-in answered where the model says something else, a line for each. */
export async function happen(play: Play, step: Step): Promise<string[]> {
  switch (step.do) {
    case 'sign in':
      return signIn(play, step);
    case 'guess':
      return guess(play, step);
    case 'sign out':
      return signOut(play, step);
    case 'make transient':
      return makeTransient(play, step);
    case 'ask source':
      return askSource(play, step);
    case 'make pin':
      return makePin(play, step);
    case 'claim pin':
      return claimPin(play, step);
    case 'switch':
      return switchHome(play, step);
    case 'register key':
      return registerKey(play, step);
    case 'get nonce': {
      const nonce = await getNonce(play, clientOf(step.client));
      return Array.isArray(nonce) ? nonce : [];
    }
    case 'issue token':
      return issueToken(play, step);
    case 'show key':
      return showKey(play, step);
    case 'remove device':
      return removeDevice(play, step);
    case 'restart process':
      await play.stage.restart(step.after);
      count(play.tally, step.do);
      return play.tokens.begunAgain(household(play.stage.standIn), { from: play.stage.now(), to: play.stage.now() });
    case 'restart server':
    case 'advance':
    case 'advance to the end':
    case 'breach':
    case 'remove access':
    case 'rotate keys':
    case 'set address':
    case 'reset':
      byControl(play, step);
      count(play.tally, step.do);
      return [];
  }
}

type ByControl =
  | 'restart server'
  | 'advance'
  | 'advance to the end'
  | 'breach'
  | 'remove access'
  | 'rotate keys'
  | 'set address'
  | 'reset';

/** What both sides do by the control of a test. */
function byControl(play: Play, step: Of<ByControl>): void {
  const { stage, tokens, signIns, pins, devices } = play;
  const { control } = stage.standIn;
  switch (step.do) {
    case 'restart server':
      control.restartServer(step.server);
      return tokens.restarted(step.server);
    case 'advance':
      return control.advanceClock(step.ms);
    case 'advance to the end': {
      const { kind, made } = tokens.pick(step.token);
      const hours = kind === 'jwt' ? 7 * 24 : 48;
      const ahead = made.from + hours * 3_600_000 + step.off - stage.now();
      return ahead > 0 ? control.advanceClock(ahead) : undefined;
    }
    case 'breach':
      control.breach(step.person === 'everybody' ? undefined : step.person);
      devices.breached(step.person);
      return tokens.breached(step.person);
    case 'remove access':
      if (!tokens.isShared(step.person, step.server)) return undefined;
      control.removeAccess({ person: step.person, server: step.server });
      return tokens.removed(step.person, step.server);
    case 'rotate keys':
      control.rotateSigningKey(step.before);
      return devices.rotated(step.before);
    case 'set address':
      control.setAddress(clientOf(step.client), { ip: `203.0.113.${step.ip}`, country: 'SE' });
      return signIns.moved(clientOf(step.client), `203.0.113.${step.ip}`);
    case 'reset':
      tokens.begin(stage.timed(() => control.reset()));
      devices.begin();
      signIns.begin();
      return pins.begin();
  }
}

async function signIn(play: Play, step: Of<'sign in'>): Promise<string[]> {
  const member = play.tokens.member(step.person);
  const another = play.tokens.members.find(({ name, password }) => name !== step.person && password !== '');
  const passwords = { right: member.password, wrong: 'nobody has this one', 'of another': another?.password ?? '' };
  const logins = {
    email: member.email,
    EMAIL: member.email.toUpperCase(),
    username: member.username,
    stranger: 'stranger@example.com',
  };
  const { totpSecret } = member;
  const now = play.stage.now();
  const real = totpSecret === undefined ? '314159' : codeOf(totpSecret, stepAt(now) + step.code.drift);
  const code = step.code.is === 'real' || totpSecret === undefined ? real : noCodeOf(totpSecret, now);
  const isAppended = step.code.is !== 'none' && step.code.placed === 'appended';
  const attempt = {
    client: clientOf(step.client),
    login: logins[step.by] || 'nobody@example.com',
    // A member without a password has none that could be right.
    password: `${passwords[step.password] || 'anything'}${isAppended ? code : ''}`,
    ...(step.code.is !== 'none' && !isAppended && { verificationCode: code }),
  };
  return attemptSignIn(play, attempt, step.as);
}

async function guess(play: Play, { person, times, client }: Of<'guess'>): Promise<string[]> {
  const { email } = play.tokens.member(person);
  const attempt = { client: clientOf(client), login: email || 'nobody@example.com', password: 'nobody has this one' };
  const lines: string[] = [];
  for (let time = 0; time < times; time += 1) lines.push(...(await attemptSignIn(play, attempt, 'form')));
  return lines;
}

async function attemptSignIn(play: Play, attempt: Attempt, as: SignInForm): Promise<string[]> {
  const isOld = as === 'basic' || as === 'old form';
  // The old path has no field for a code of its own [legacy-sign-in.same-rules].
  const sent = isOld ? { ...attempt, verificationCode: undefined } : attempt;
  const answer = await play.stage.ask('plex.tv', isOld ? '/users/sign_in.json' : '/api/v2/users/signin', {
    method: 'POST',
    ...writtenAs(as, sent),
  });
  const judgements = play.signIns.judge(sent, answer.at).map((one) => barred(play, sent.client, one));
  // On the old path a refusal is a sentence without a number.
  const judgement = judgements.find(
    (one) => one.answer === answer.word || (isOld && one.answer.startsWith(answer.word)),
  );
  count(play.tally, `sign in ${answer.word}`);
  if (judgement === undefined)
    return [
      told(
        'a sign-in',
        answer,
        judgements.map((one) => one.answer),
      ),
    ];
  play.signIns.happened(sent, judgement, answer.at);
  const text = at(isOld ? at(answer.body, 'user') : answer.body, 'authToken');
  if (judgement.who === undefined || typeof text !== 'string') return [];
  return play.tokens.signedIn(text, { owner: judgement.who, client: sent.client, now: answer.at });
}

/** What becomes of a sign-in that is right, where the account has had a JWT [jwt.no-opaque-again]. */
function barred({ devices }: Play, client: string, judgement: Judgement): Judgement {
  const { who: owner } = judgement;
  return owner !== undefined && devices.hasHad({ owner, client }) ? { answer: '403 1068' } : judgement;
}

function writtenAs(as: SignInForm, attempt: Attempt): Pick<Asking, 'headers' | 'body'> {
  const { client, login, password, verificationCode } = attempt;
  const fields = { login, password, ...(verificationCode !== undefined && { verificationCode }) };
  const headers = { 'X-Plex-Client-Identifier': client };
  switch (as) {
    case 'form':
      return { headers, body: new URLSearchParams(fields) };
    case 'json':
      return { headers: { ...headers, 'Content-Type': 'application/json' }, body: JSON.stringify(fields) };
    case 'old form':
      return { headers, body: new URLSearchParams({ 'user[login]': login, 'user[password]': password }) };
    case 'basic': {
      const pair = Buffer.from(`${login}:${password}`).toString('base64');
      return { headers: { ...headers, Authorization: `Basic ${pair}` } };
    }
  }
}

async function signOut({ stage, tokens, devices, tally }: Play, step: Of<'sign out'>): Promise<string[]> {
  const token = tokens.pick(step.token);
  const answer = await stage.ask('plex.tv', '/api/v2/users/signout', { method: 'DELETE', token: token.text });
  const expected = tokens.wordsAtPlexTv(token, answer.at).map((word) => (word === '200' ? '204' : word));
  if (answer.word === '204' && token.issued !== undefined) devices.forget(token.issued.kid);
  else if (answer.word === '204') token.ended = true;
  count(tally, `${step.do} ${answer.word}`);
  return expected.includes(answer.word) ? [] : [told('a sign-out', answer, expected)];
}

async function makeTransient(
  { stage, tokens, tally }: Play,
  { token: index, server }: Of<'make transient'>,
): Promise<string[]> {
  const maker = tokens.pick(index);
  const path = '/security/token?type=delegation&scope=all';
  const answer = await stage.ask(server, path, { method: 'POST', token: maker.text });
  const expected = admitted(tokens.opens(maker, server, answer.at), '200');
  const text = at(answer.body, 'MediaContainer', 'token');
  count(tally, `make transient ${answer.word}`);
  if (!expected.includes(answer.word)) return [told('a call for a transient token', answer, expected)];
  if (typeof text !== 'string') return [];
  return tokens.delegated(text, maker, { kind: 'transient', issuer: server, opens: server, now: answer.at });
}

async function askSource(play: Play, { token: index, at: server, source }: Of<'ask source'>): Promise<string[]> {
  const { stage, tokens, tally } = play;
  const maker = tokens.pick(index);
  const name = source === 'provider' ? PROVIDER : `server://${stage.machine(source)}`;
  const path = `/security/resources?source=${encodeURIComponent(name)}`;
  const answer = await stage.ask(server, path, { token: maker.text });
  const text = at(answer.body, 'MediaContainer', 'Device', 'accessToken');
  const expected = sourceAnswers(play, { token: maker, server, answer });
  count(tally, `ask source ${answer.word}`);
  if (!expected.includes(answer.word)) return [told('a call for a source', answer, expected)];
  if (typeof text !== 'string') return [];
  const opens = source === 'provider' ? undefined : source;
  return tokens.delegated(text, maker, { kind: 'source', issuer: server, opens, now: answer.at });
}

/** What a server may answer to whom asks it for a source [source.admin-only, source.old-server-404, errors.documented-dialect]. */
export function sourceAnswers(
  { tokens, errors }: Play,
  { token, server, answer }: { token: Known; server: ServerName; answer: Answer },
): string[] {
  const refusal = errors === 'observed' ? '403' : '401';
  const known = tokens.isAdmin(token, server) ? '200' : refusal;
  return admitted(tokens.opens(token, server, answer.at), server === 'Cellar' ? '404' : known);
}

/** What the gate of a media server lets an answer become. */
export function admitted(opens: Certainty, inside: string): string[] {
  return [...(opens === 'no' ? [] : [inside]), ...(opens === 'yes' ? [] : ['401'])];
}

function clientOf(index: number): string {
  return `history-client-${index}`;
}
