/** Between which two readings of the clock something happened. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What the model says of something that may depend on a moment within a span. */
export type Certainty = 'yes' | 'no' | 'either';
