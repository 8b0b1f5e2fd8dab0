import type { Readable } from 'openapi-typescript-helpers';
import type { components, operations } from './schema';

/** As the client hands them over. */
type Schemas = Readable<components['schemas']>;

export type Analysis = Schemas['AnalysisOut'];
export type AnalysisIn = components['schemas']['AnalysisIn'];
export type AgainIn = components['schemas']['AgainIn'];
export type Estimate = Schemas['EstimateOut'];
export type JobState = Schemas['JobState'];
export type Stage = Schemas['Stage'];
export type Progress = Schemas['ProgressOut'];
export type Task = Schemas['TaskOut'];
export type Page = Schemas['PageOut'];
export type Sample = Schemas['SampleOut'];
export type Neighbour = Schemas['NeighbourOut'];
export type Pair = Schemas['PairOut'];
export type PairSample = Schemas['PairSampleOut'];
export type LayerShare = Schemas['LayerShareOut'];
export type Strategy = Schemas['StrategyOut'];
export type Outlooks = Schemas['OutlooksOut'];
export type Outlook = Schemas['OutlookOut'];
export type Standing = Schemas['Standing'];
export type Spectrum = Schemas['SpectrumOut'];
export type WhatGoes = Schemas['WhatGoesOut'];
export type StandIn = Schemas['StandInOut'];
export type PlanOverlap = Schemas['PlanOverlapOut'];
export type PlanFileIn = components['schemas']['PlanFileIn'];
export type Comparison = Schemas['AnalysesComparedOut'];
export type ChangedNeighbours = Schemas['ChangedNeighboursOut'];
export type SharedSet = Schemas['SharedSetOut'];
export type Side = Schemas['Side'];
export type Figure = Schemas['FigureOut'];
export type FigureKind = Schemas['FigureKind'];
export type Theme = Schemas['Theme'];
export type Result = Schemas['Result'];
export type Options = Schemas['OptionsOut'];
export type Setting = Schemas['SettingOut'];
export type Score = Schemas['ScoreOut'];
export type Relation = Schemas['Relation'];
export type RelationRule = Schemas['RelationOut'];
export type ErrorDetail = Schemas['ErrorDetail'];
export type DecisionAction = Schemas['Action'];
export type Decision = Schemas['DecisionOut'];
export type DecisionIn = components['schemas']['DecisionIn'];
/** All decisions on the samples of a data set: what holds now, and everything that was decided, newest first. */
export type Decisions = Schemas['DecisionsOut'];
/** What holds now, by sample. */
export type CurrentDecisions = ReadonlyMap<number, Decision>;
export type LabelIssue = Schemas['LabelIssueOut'];
export type LabelIssues = Schemas['LabelIssuesOut'];
export type Noise = Schemas['KnownErrorsOut'];
export type NoiseResult = Schemas['DetectionOut'];
export type IssueFilters = Omit<
  NonNullable<operations['get_label_issues']['parameters']['query']>,
  'limit' | 'offset'
>;
export type Evidence = Schemas['EvidenceOut'];
export type EvidenceSample = Schemas['WitnessOut'];
export type ForecastIn = Required<components['schemas']['ChangesIn']>;
export type Forecast = Schemas['ForecastOut'];
export type TurnedPrediction = Schemas['TurnedOut'];
export type Evaluation = Schemas['EvaluationOut'];
export type EvaluationIn = components['schemas']['EvaluationIn'];
export type EvaluationEstimate = Schemas['EvaluationEstimateOut'];
export type EvaluationSummary = Schemas['SummaryOut'];
export type Schedule = EvaluationSummary['schedule'];
export type Experiment = Schemas['ExperimentOut'];
export type ExperimentIn = components['schemas']['ExperimentIn'];
export type ExperimentResult = Schemas['ResultOut'];
export type Verdict = Schemas['Verdict'];
export type OverTraining = Schemas['OverTrainingOut'];

export type OwnColumn = Schemas['OwnColumnOut'];
export type Embedding = Schemas['EmbeddingOut'];
export type Tag = Schemas['TagOut'];
export type Note = Schemas['NoteOut'];
export type SavedView = Schemas['ViewOut'];

/** The columns that every view looks up, by their names at the server. */
export const BASE_COLUMNS = ['index', 'label', 'predicted', 'head', 'head_similarity', 'x', 'y'] as const;

/** What learning one sample does to every other. */
export interface Effect {
  /** Of the sample that is learnt. */
  index: number;
  /** By row; NaN of what is left out. */
  similarity: Float32Array;
  source: 'matrix' | 'sketch';
  /** What the sketch is that it was read from, in a sentence. */
  words?: string;
}
export type Contents = Schemas['ContentsOut'];
export type Field = Schemas['FieldOut'];
