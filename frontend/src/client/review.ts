/**
 * What the server says of labels: the suspicious ones, what the others say of each, decisions, and forecasts.
 *
 * The types are those of the generated schema, whose place they hold.
 */

import createClient from 'openapi-fetch';

/** What a person made of a label; `clear` takes an earlier decision back. */
export type DecisionAction = 'relabel' | 'keep' | 'exclude' | 'clear';

export interface Decision {
  id: number;
  index: number;
  action: DecisionAction;
  /** The new label of a `relabel`. */
  label: number | null;
  decided_at: string;
  /** The analysis that led to it. */
  analysis: number | null;
  /** The decision on the same sample that it replaces. */
  previous: number | null;
}

export interface DecisionIn {
  index: number;
  action: DecisionAction;
  label?: number | null;
  previous: number | null;
}

/** All decisions on the samples of a data set: what holds now, and everything that was decided, newest first. */
export interface Decisions {
  fingerprint: string;
  current: Decision[];
  history: Decision[];
}

/** What holds now, by sample. */
export type CurrentDecisions = ReadonlyMap<number, Decision>;

export interface LabelIssue {
  /** Its place among all samples, from 1. */
  rank: number;
  index: number;
  path: string | null;
  given: number;
  /** What the others would call it: the best class but the given one. */
  suggested: number;
  /** How much they prefer that; below 0 where they agree with the label. */
  margin: number | null;
  /** The left-out probability of the suggested label. */
  confidence: number | null;
  scores: Record<string, number | null>;
  decision: Decision | null;
  /** Where labels were flipped on purpose: the one before. */
  true_label: number | null;
}

/** How well a score finds the labels that were flipped on purpose. */
export interface NoiseResult {
  score: string;
  title: string;
  average_precision: number;
  auroc: number | null;
  first: number;
  /** The share of flipped labels among the `first` most suspicious. */
  precision: number;
}

export interface Noise {
  share: number;
  wrong: number;
  results: NoiseResult[];
}

export interface LabelIssues {
  by: string;
  /** How many pass the filters. */
  total: number;
  columns: string[];
  /** What `by` may be, the default first. */
  orders: { name: string; title: string }[];
  issues: LabelIssue[];
  /** Counts of all samples: given label (row) by left-out prediction (column). */
  confusion: number[][];
  noise: Noise | null;
}

export interface IssueFilters {
  by: string;
  given?: number;
  suggested?: number;
  undecided?: boolean;
}

export interface EvidenceSample {
  index: number;
  label: number;
  weight: number;
}

export interface Evidence {
  index: number;
  given: number;
  suggested: number;
  margin: number;
  ridge: number;
  method: 'exact' | 'sketch';
  prediction: number[];
  probabilities: number[];
  /** For each class the sum of the weights of its samples. */
  support: number[];
  /** The suggested class first, then the given one; of each, the strongest weights first. */
  classes: { label: number; evidence: EvidenceSample[] }[];
}

/** What a forecast is asked for. */
export interface ForecastIn {
  remove: number[];
  relabel: { index: number; label: number }[];
}

export interface TurnedPrediction {
  /** Null where the held-out sample is not one of the analysed data. */
  index: number | null;
  position: number;
  label: number;
  before: number;
  after: number;
}

export interface Forecast {
  held_out: 'test' | 'validation' | 'sample';
  samples: number;
  before: number;
  after: number;
  /** The classifier's own accuracy on them; null where it was trained on them. */
  classifier: number | null;
  removed: number;
  relabelled: number;
  /** How many predictions become right, and how many wrong. */
  gained: number;
  lost: number;
  /** Those that get worse first, and not always all. */
  turned: TurnedPrediction[];
  turned_total: number;
  /** Null of a class without held-out samples. */
  classes: { label: number; samples: number; before: number | null; after: number | null }[];
  note: string;
}

interface OfAnalysis {
  analysis_id: number;
}

interface Answer<Data> {
  200: { content: { 'application/json': Data } };
}

interface Post<Body, Data> {
  post: {
    parameters: { path: OfAnalysis };
    requestBody: { content: { 'application/json': Body } };
    responses: Answer<Data>;
  };
}

interface ReviewPaths<Analysis> {
  '/api/analyses/{analysis_id}/label-issues': {
    get: {
      parameters: { path: OfAnalysis; query?: Partial<IssueFilters> & { limit?: number; offset?: number } };
      responses: Answer<LabelIssues>;
    };
  };
  '/api/analyses/{analysis_id}/evidence/{index}': {
    get: {
      parameters: { path: OfAnalysis & { index: number }; query?: { k?: number } };
      responses: Answer<Evidence>;
    };
  };
  '/api/analyses/{analysis_id}/decisions': {
    get: { parameters: { path: OfAnalysis }; responses: Answer<Decisions> };
  } & Post<DecisionIn, Decision>;
  '/api/analyses/{analysis_id}/decisions/analyse': Post<{ name?: string }, Analysis>;
  '/api/analyses/{analysis_id}/forecast': Post<ForecastIn, Forecast>;
}

export const reviewClient = createClient<ReviewPaths<import('./types').Analysis>>({ baseUrl: '/' });
