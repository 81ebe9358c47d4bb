import type { SeenRequest, StandIn } from '@ticketstub/standin';

/** What a stand-in has answered since this was made; it is to be looked at before the stand-in forgets: it remembers 5,000. */
export class RequestFollower {
  readonly seen: SeenRequest[] = [];
  readonly #standIn: StandIn;
  #last: number;

  constructor(standIn: StandIn) {
    this.#standIn = standIn;
    this.#last = standIn.control.requests().at(-1)?.number ?? 0;
  }

  /** @throws Error when it has forgotten some already. */
  look(): void {
    const news = this.#standIn.control.requests().filter(({ number }) => number > this.#last);
    if (news.length > 0 && news[0]?.number !== this.#last + 1) throw new Error('requests were forgotten');
    this.#last += news.length;
    this.seen.push(...news);
  }
}
