import { getRouteApi, useMatchRoute } from '@tanstack/react-router';
import { AnalysisPage } from '../features/analysis/AnalysisPage';
import { CandidatePanel } from '../features/labels/CandidatePanel';
import { DecisionSteps } from '../features/labels/DecisionSteps';
import { ReviewSession } from '../features/labels/session';
import { PairView } from '../features/pair/PairView';
import { SamplePanel } from '../features/sample/SamplePanel';

const route = getRouteApi('/analyses/$analysisId');

/** The page of an analysis, with the selected sample beside each of its views, or the candidates beside the labels. */
export function AnalysisRoute() {
  const { analysisId } = route.useParams();
  const matchRoute = useMatchRoute();
  const reviews = matchRoute({ to: '/analyses/$analysisId/labels' }) !== false;
  return (
    <ReviewSession key={analysisId} analysisId={analysisId}>
      <AnalysisPage
        panel={reviews ? <CandidatePanel /> : <SampleBeside />}
        steps={reviews ? <DecisionSteps /> : undefined}
      />
    </ReviewSession>
  );
}

function SampleBeside() {
  return (
    <>
      <SamplePanel />
      <PairView />
    </>
  );
}
