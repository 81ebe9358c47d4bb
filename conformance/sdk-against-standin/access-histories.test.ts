import type { AccessVerdict } from '@ticketstub/sdk';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { cast, type Gate, gist, machinesOf, openGate, type OwnClock, type Truth } from './access-cast.js';
import { openWorld, type World } from './world.js';

const SECOND = 1000;
const HOUR = 3_600_000;

/** By how much two clocks may differ. */
const SKEW = 60_000;

const names = ['alice', 'bruno', 'carla', 'dana', 'eve'] as const;
type Name = (typeof names)[number];

/** What may happen between two checks. */
type Step =
  | { readonly kind: 'remove'; readonly server: 'Attic' | 'Cellar' }
  | { readonly kind: 'breach' }
  | { readonly kind: 'outage'; readonly outage: World['network']['outage'] }
  | { readonly kind: 'clock'; readonly ms: number }
  | { readonly kind: 'restart' }
  | {
      readonly kind: 'check';
      readonly grace: number;
      readonly maxAge: number;
      readonly last: 'kept' | 'stale' | 'none';
    };

const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('check' as const),
      grace: fc.constantFrom(0, 30 * SECOND, HOUR, 24 * HOUR),
      maxAge: fc.constantFrom(0, 0, 60 * SECOND),
      last: fc.constantFrom('kept', 'kept', 'stale', 'none'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('clock' as const),
      ms: fc.oneof(
        fc.integer({ min: 0, max: 3 * HOUR }),
        fc.integer({ min: 0, max: 90 * SECOND }),
        fc.integer({ min: -90 * SECOND, max: 0 }),
      ),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('outage' as const),
      outage: fc.constantFrom<World['network']['outage']>(
        undefined,
        undefined,
        'cut off',
        'answers 503',
        { operation: 'getResources', status: 429, retryAfter: 20 },
        { operation: 'getResources', garbage: true },
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('remove' as const), server: fc.constantFrom('Attic', 'Cellar') }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'restart' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'breach' as const }) },
);

/** What plex.tv has definitely said, as whoever looks behind the scenes knows it. */
interface Said {
  readonly at: number;
  readonly truth: Truth | 'dead';
}

/** A person, what they are in truth, and a caller who keeps what it is told. */
class History {
  readonly #world: World;
  readonly #name: Name;
  readonly #machines: readonly string[];
  readonly #clock: OwnClock = { now: 1_000_000_000_000 };
  readonly #servers: { attic: Truth; cellar: Truth };
  readonly #removed = new Set<string>();
  #alive = true;
  #gate: Gate;
  /** What this process has been told, and all processes. */
  #heard: Said[] = [];
  readonly #said: Said[] = [];
  readonly #verdicts: AccessVerdict[] = [];
  /** What its verdicts came down to. */
  readonly forms: string[] = [];
  /** Until when this process leaves plex.tv alone, and since when. */
  #pause = { since: 0, until: 0 };

  constructor(world: World, name: Name, both: boolean) {
    const { attic, cellar } = machinesOf(world);
    this.#world = world;
    this.#name = name;
    this.#machines = both ? [attic, cellar] : [attic];
    const { attic: atAttic = 'stranger', cellar: atCellar = 'stranger' } = cast[name] ?? {};
    this.#servers = { attic: atAttic, cellar: both ? atCellar : 'stranger' };
    this.#gate = openGate(world, this.#clock);
  }

  async take(step: Step): Promise<void> {
    switch (step.kind) {
      case 'remove':
        return this.#remove(step.server);
      case 'breach':
        this.#world.standIn.control.breach(this.#name);
        this.#alive = false;
        return undefined;
      case 'outage':
        this.#world.network.outage = step.outage;
        return undefined;
      case 'clock':
        this.#clock.now += step.ms;
        return undefined;
      case 'restart':
        this.#gate = openGate(this.#world, this.#clock);
        this.#heard = [];
        this.#pause = { since: 0, until: 0 };
        return undefined;
      case 'check':
        return this.#check(step);
    }
  }

  #remove(server: 'Attic' | 'Cellar'): void {
    const key = server === 'Attic' ? 'attic' : 'cellar';
    if (!['home', 'shared'].includes(cast[this.#name]?.[key] ?? '') || this.#removed.has(key)) return;
    this.#world.standIn.control.removeAccess({ person: this.#name, server });
    this.#removed.add(key);
    this.#servers[key] = 'stranger';
  }

  get #truth(): Truth | 'dead' {
    const both = Object.values(this.#servers);
    return this.#alive
      ? ((['owner', 'home', 'shared'] as const).find((one) => both.includes(one)) ?? 'stranger')
      : 'dead';
  }

  async #check({ grace, maxAge, last }: Step & { kind: 'check' }): Promise<void> {
    const { now } = this.#clock;
    const kept = { kept: this.#verdicts.at(-1), stale: this.#verdicts[0], none: undefined }[last];
    const { token } = this.#world.standIn.people[this.#name];
    const before = this.#world.sent.length;
    const verdict = await this.#gate.verdict(token, this.#machines, {
      grace,
      maxAge,
      last: kept && JSON.parse(JSON.stringify(kept)),
    });
    this.forms.push(gist(verdict));
    const isAsked = this.#world.sent.length > before;
    const isAway = this.#world.network.outage !== undefined;
    const told = { now, grace, maxAge, verdict, byKept: last === 'kept' };
    if (isAsked && !isAway) {
      this.#heard.push({ at: now, truth: this.#truth });
      this.#said.push({ at: now, truth: this.#truth });
      this.#expectTruth(verdict, 'answer');
    } else {
      this.#expectWord(told);
      this.#expectAsked(told, isAway);
    }
    if (verdict.verdict === 'unknown' && verdict.reason === 'unanswered') {
      if (isAsked) this.#pause = { since: now, until: verdict.retryAt };
      return;
    }
    const { evidence } = verdict;
    if (isAsked && evidence.from === 'grace') this.#pause = { since: now, until: evidence.retryAt };
    // Who passes on what is stale gets what is stale: that is not what is kept.
    if (last !== 'stale' || evidence.from !== 'grace') this.#verdicts.push(verdict);
  }

  /** An answer is the truth of the moment. */
  #expectTruth(verdict: AccessVerdict, from: string): void {
    expect(verdict).toMatchObject(
      this.#truth === 'dead' ? { reason: 'token-dead' } : { verdict: this.#truth, evidence: { from } },
    );
  }

  /** Without an answer, it is what was said last, and that while it lasts. */
  #expectWord({ now, grace, maxAge, verdict, byKept }: Told): void {
    const here = this.#heard.at(-1);
    const ever = this.#said.at(-1);
    if ('evidence' in verdict && verdict.evidence.from === 'memory') {
      expect(verdict.evidence.seenAt).toBe(here?.at);
      expect(now - verdict.evidence.seenAt).toBeGreaterThanOrEqual(0);
      expect(now - verdict.evidence.seenAt).toBeLessThan(maxAge);
      expect(verdict.verdict === 'unknown' ? 'dead' : verdict.verdict).toBe(here?.truth);
      return;
    }
    const word = here ?? (byKept ? ever : undefined);
    const isIn = word && word.truth !== 'stranger' && word.truth !== 'dead';
    if (verdict.verdict === 'unknown') {
      // Nobody whose time is not over is thrown out.
      const inTime = grace > 0 && word && word.at <= now && now - word.at <= grace;
      expect(isIn && inTime ? word : undefined).toBeUndefined();
      return;
    }
    if (verdict.verdict === 'stranger') throw new Error('nobody is a stranger but by plex.tv’s own word');
    const { seenAt } = verdict.evidence;
    expect(grace).toBeGreaterThan(0);
    expect(Math.abs(now - seenAt)).toBeLessThanOrEqual(grace);
    expect(seenAt - now).toBeLessThanOrEqual(SKEW);
    expect(this.#said).toContainEqual({ at: seenAt, truth: verdict.verdict });
    // Who is no stranger to the caller alone, is one to this process once it has heard so.
    if (word) expect(isIn, JSON.stringify([word, verdict])).toBe(true);
  }

  /** While nothing is wrong, plex.tv is asked, unless it failed a moment ago or what it said is young enough. */
  #expectAsked({ now, maxAge, verdict }: Told, isAway: boolean): void {
    const isPaused = this.#pause.since <= now && now < this.#pause.until;
    const isYoung = 'evidence' in verdict && verdict.evidence.from === 'memory' && maxAge > 0;
    expect(isAway || isPaused || isYoung).toBe(true);
  }
}

interface Told {
  readonly now: number;
  readonly grace: number;
  readonly maxAge: number;
  readonly verdict: AccessVerdict;
  readonly byKept: boolean;
}

test('whatever happens, a verdict is the truth, or what plex.tv last said, for as long as it may be', async () => {
  await using world = await openWorld('in process');
  const forms: Record<string, number> = {};
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...names),
      fc.boolean(),
      fc.array(steps, { minLength: 10, maxLength: 40 }),
      async (name, both, history) => {
        world.standIn.control.reset();
        world.network.outage = undefined;
        const person = new History(world, name, both);
        for (const step of history) await person.take(step);
        for (const form of person.forms) forms[form] = (forms[form] ?? 0) + 1;
      },
    ),
    { numRuns: 500 },
  );
  // It has seen all there is to see.
  for (const form of ['owner', 'home', 'shared']) {
    for (const from of ['', ' by memory', ' by grace']) expect(forms[form + from], form + from).toBeGreaterThan(0);
  }
  for (const form of ['stranger', 'stranger by memory', 'unanswered', 'token-dead']) {
    expect(forms[form], form).toBeGreaterThan(0);
  }
}, 120_000);
