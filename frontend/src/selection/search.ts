/** Everything that a person has chosen on the page of an analysis, as it stands in the address bar. */

import type { PlanChoice } from '../client/plan';
import type { Relation, RelationRule, Score } from '../client/types';
import { snap } from '../shared/histogram';
import { range, type Rule } from './relations';
import { isGroups } from './colouring/hidden';
import { encodeRanges, rangesOf } from './ranges';
import { EFFECT, sortKeys, type SortKey } from './scores';
import { decodeZoom } from './zoom';

/** What the map can be coloured by beside a score; the first is the default. */
export const COLOURS = ['class', 'predicted', 'suggested', 'correct', 'cluster', 'pruned'] as const;
/** What can be looked at of what goes; the first is the default. */
export const GOES_TABS = ['whom', 'average', 'compared'] as const;
export type GoesTab = (typeof GOES_TABS)[number];
/** What of the chosen sample can fill the page: its neighbours, or those and theirs as a graph. */
export const LOOKS = ['neighbours', 'graph'] as const;
export const DEFAULT_SORT = 'index';
export const DEFAULT_RANKING = 'rank';
/** By what suspicious labels stand out. */
export const SUSPICIOUS_BY = 'left_out_margin';
/** Random is what every strategy has to beat, so that none is taken for its name. */
export const DEFAULT_PLAN: PlanChoice = { strategy: 'random', keep: 0.8, seed: 0 };

const HISTOGRAM_BINS = 100;
const LARGEST_SEED = 2 ** 32 - 1;
const LONGEST_NAME = 64;
export const LONGEST_WORDS = 200;
/** Of a column, be it a person's own. */
const LONGEST_COLUMN = 100;
/** Of a million samples in base 64, and what a browser still takes as an address. */
const LONGEST_SELECTION = 200_000;
export const MOST_NEIGHBOURS = 100;
export const DEFAULT_NEIGHBOURS = 12;

/** Absent means the default, so that addresses stay short. A relation's name stands for its threshold. */
export interface AnalysisSearch extends Partial<Record<Relation, number>> {
  /** Index of the sample in the side panel. */
  sample?: number;
  class?: number;
  /** The class that the classifier gives. */
  predicted?: number;
  /** Index of the head of a cluster. */
  cluster?: number;
  prediction?: 'right' | 'wrong';
  status?: 'kept' | 'pruned';
  /** The index, the similarity to the head, a score, or a column of one's own. */
  sort?: string;
  order?: 'descending';
  /** Ranges of scores, as `encodeRanges` writes them. */
  where?: string;
  tag?: string;
  /** Words that a text, or a row of a table, has. */
  words?: string;
  /** The samples that are selected, as `encodeRows` writes them. */
  selected?: string;
  /** Whether only those are shown. */
  only?: 'selected';
  /** One of `COLOURS`, a score, or a column of one's own. */
  colour?: string;
  /** Groups of the legend that are not drawn, with commas between them. */
  hide?: string;
  /** Whether the map keeps its colours when a sample is chosen, instead of showing what learning that does. */
  effect?: 'off';
  /** Whether the heads of the largest clusters are shown as images on the map. */
  heads?: true;
  /** The embedding whose map is shown in place of the kernel's. */
  map?: string;
  /** The embedding whose nearest samples are listed in place of the kernel's. */
  near?: string;
  /** How many neighbours of each relation are listed. */
  neighbours?: number;
  /** What of the chosen sample fills the page. */
  look?: (typeof LOOKS)[number];
  /** Index of the sample that is held against the chosen one. */
  pair?: number;
  strategy?: string;
  keep?: number;
  seed?: number;
  /** The samples that stay and those that go whatever the plan says, as `encodeRows` writes them. */
  stay?: string;
  go?: string;
  /** What the candidates of the view "Labels" are ranked by: the combined rank, or a score. */
  by?: string;
  /** The class that the others suggest; the given one is `class`. */
  suggested?: number;
  undecided?: true;
  /** Whether only the candidates are listed to which the others would give another label. */
  doubted?: true;
  /** Which part of the picture of the kernel is looked at. */
  zoom?: string;
  goes?: GoesTab;
  /** The strategies that the plan is compared with, with commas between them. */
  beside?: string;
  /** Whether the labels before the known flips are shown. */
  truth?: true;
}

/** Keeps of an address what makes sense and drops the rest: an address may come from anywhere. */
export function validateAnalysisSearch(raw: Record<string, unknown>): AnalysisSearch {
  const { keep } = raw;
  const thresholds: Record<Relation, number | undefined> = {
    interchangeable: threshold(raw.interchangeable),
    unrelated: threshold(raw.unrelated),
    contradictory: threshold(raw.contradictory),
  };
  return withoutDefaults({
    sample: wholeNumber(raw.sample),
    class: wholeNumber(raw.class),
    predicted: wholeNumber(raw.predicted),
    cluster: wholeNumber(raw.cluster),
    prediction: oneOf(raw.prediction, ['right', 'wrong']),
    status: oneOf(raw.status, ['kept', 'pruned']),
    where: typeof raw.where === 'string' ? encodeRanges(rangesOf(raw.where)) : undefined,
    tag: textOf(raw.tag),
    words: textOf(raw.words, LONGEST_WORDS),
    selected: textOf(raw.selected, LONGEST_SELECTION),
    only: oneOf(raw.only, ['selected']),
    sort: textOf(raw.sort, LONGEST_COLUMN),
    order: oneOf(raw.order, ['descending']),
    colour: textOf(raw.colour, LONGEST_COLUMN),
    hide: isGroups(raw.hide) ? raw.hide : undefined,
    effect: oneOf(raw.effect, ['off']),
    heads: raw.heads === true ? true : undefined,
    map: textOf(raw.map),
    near: textOf(raw.near),
    neighbours: wholeNumber(raw.neighbours, MOST_NEIGHBOURS),
    look: oneOf(raw.look, LOOKS),
    pair: wholeNumber(raw.pair),
    strategy: textOf(raw.strategy, 100),
    keep: typeof keep === 'number' && keep > 0 && keep <= 1 ? keep : undefined,
    seed: wholeNumber(raw.seed, LARGEST_SEED),
    stay: textOf(raw.stay, LONGEST_SELECTION),
    go: textOf(raw.go, LONGEST_SELECTION),
    by: identifier(raw.by),
    suggested: wholeNumber(raw.suggested),
    zoom: typeof raw.zoom === 'string' && decodeZoom(raw.zoom) ? raw.zoom : undefined,
    goes: oneOf(raw.goes, GOES_TABS),
    beside: textOf(raw.beside, 2000),
    undecided: raw.undecided === true ? true : undefined,
    doubted: raw.doubted === true ? true : undefined,
    truth: raw.truth === true ? true : undefined,
    ...thresholds,
  });
}

export function planOf(search: AnalysisSearch): PlanChoice {
  return {
    strategy: search.strategy ?? DEFAULT_PLAN.strategy,
    keep: search.keep ?? DEFAULT_PLAN.keep,
    seed: search.seed ?? DEFAULT_PLAN.seed,
  };
}

/** What the map is coloured by: by class where the address names what there is not. */
export function colourOf(search: AnalysisSearch, known: readonly string[]): string {
  const there: readonly string[] = [...COLOURS.filter((name) => name !== 'suggested'), ...known];
  return there.find((name) => name === search.colour) ?? COLOURS[0];
}

/** What the images are sorted by: by index where the address names a score that there is not. */
export function sortOf(search: AnalysisSearch, scores: readonly Score[]): SortKey {
  const keys = sortKeys(scores, search.sort === EFFECT && search.sample !== undefined);
  return keys.find(({ name }) => name === search.sort) ?? keys[0];
}

/** The relations from where the address has them begin: at their defaults where it says nothing or nonsense. */
export function rulesOf(search: AnalysisSearch, relations: readonly RelationRule[]): Rule[] {
  return relations.map((rule) => {
    const [low, high] = range(rule);
    const chosen = search[rule.relation];
    return chosen !== undefined && chosen >= low && chosen <= high ? { ...rule, threshold: chosen } : rule;
  });
}

const NO_FILTERS = {
  class: undefined,
  predicted: undefined,
  suggested: undefined,
  cluster: undefined,
  prediction: undefined,
  status: undefined,
  where: undefined,
  tag: undefined,
  words: undefined,
  only: undefined,
} satisfies AnalysisSearch;

const NO_CANDIDATE_FILTERS = {
  class: undefined,
  suggested: undefined,
  undecided: undefined,
  doubted: undefined,
} satisfies AnalysisSearch;

/** The same address with every candidate of the view "Labels". */
export function clearCandidateFilters(search: AnalysisSearch): AnalysisSearch {
  return { ...search, ...NO_CANDIDATE_FILTERS };
}

/** The same address with the suspicious labels alone, in the order in which they stand out. */
export function suspiciousOnly(search: AnalysisSearch): AnalysisSearch {
  return { ...clearCandidateFilters(search), doubted: true, by: SUSPICIOUS_BY, sample: undefined };
}

/** The same address without any filter. */
export function clearFilters(search: AnalysisSearch): AnalysisSearch {
  return { ...search, ...NO_FILTERS };
}

export function hasFilters(search: AnalysisSearch): boolean {
  return Object.keys(NO_FILTERS).some((name) => search[name as keyof AnalysisSearch] !== undefined);
}

/** Absent values stay as undefined: only so do they take the place of nonsense in the router's own copy. */
function withoutDefaults(search: AnalysisSearch): AnalysisSearch {
  const defaults: AnalysisSearch = {
    sort: DEFAULT_SORT,
    colour: COLOURS[0],
    by: DEFAULT_RANKING,
    goes: GOES_TABS[0],
    neighbours: DEFAULT_NEIGHBOURS,
    ...DEFAULT_PLAN,
  };
  const entries = Object.entries(search).map(([name, value]) => [
    name,
    value === defaults[name as keyof AnalysisSearch] ? undefined : value,
  ]);
  return Object.fromEntries(entries) as AnalysisSearch;
}

function wholeNumber(value: unknown, largest = Number.MAX_SAFE_INTEGER): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= largest
    ? value
    : undefined;
}

function oneOf<T extends string>(value: unknown, valid: readonly T[]): T | undefined {
  return valid.find((candidate) => candidate === value);
}

function textOf(value: unknown, longest = LONGEST_NAME): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= longest ? value : undefined;
}

/** The name of a score, as Python spells names. */
function identifier(value: unknown): string | undefined {
  const isName = typeof value === 'string' && value.length <= LONGEST_NAME && /^[a-z][a-z0-9_]*$/.test(value);
  return isName ? value : undefined;
}

function threshold(value: unknown): number | undefined {
  return typeof value === 'number' && Math.abs(value) <= 1 ? snap(value, HISTOGRAM_BINS) : undefined;
}
