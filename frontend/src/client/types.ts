import type { Readable } from 'openapi-typescript-helpers';
import type { components } from './schema';

/** As the client hands them over. */
type Schemas = Readable<components['schemas']>;

export type Analysis = Schemas['AnalysisOut'];
export type AnalysisIn = components['schemas']['AnalysisIn'];
export type Estimate = Schemas['EstimateOut'];
export type JobState = Schemas['JobState'];
export type Stage = Schemas['Stage'];
export type Progress = Schemas['ProgressOut'];
export type Page = Schemas['PageOut'];
export type Samples = Schemas['SamplesOut'];
export type Cluster = Schemas['ClusterOut'];
export type Sample = Schemas['SampleOut'];
export type Neighbour = Schemas['NeighbourOut'];
export type Plan = Schemas['PlanOut'];
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
