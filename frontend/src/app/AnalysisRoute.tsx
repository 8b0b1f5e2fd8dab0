import { AnalysisPage } from '../features/analysis/AnalysisPage';
import { SamplePanel } from '../features/sample/SamplePanel';

/** The page of an analysis, with the selected sample beside each of its views. */
export function AnalysisRoute() {
  return <AnalysisPage panel={<SamplePanel />} />;
}
