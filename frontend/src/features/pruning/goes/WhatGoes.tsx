import { Tabs, Title } from '@mantine/core';
import { memo } from 'react';
import type { Plan } from '../../../selection/plan';
import { useAnalysisPage } from '../../../selection/page';
import { modalityOf } from '../../../selection/preview/modalities';
import { GOES_TABS, type GoesTab } from '../../../selection/search';
import { useSearchPart, useUpdateSearch } from '../../../selection/useAnalysisSearch';
import { Averages } from './Averages';
import { Compared } from './Compared';
import { StandIns } from './StandIns';
import classes from './WhatGoes.module.css';

const TITLES: Record<GoesTab, string> = {
  whom: 'Who stands for whom',
  average: 'On average',
  compared: 'Compared with another strategy',
};

/** What a plan drops, seen. */
export const WhatGoes = memo(function WhatGoes({ plan }: { plan: Plan }) {
  const { analysis } = useAnalysisPage();
  const goes = useSearchPart((search) => search.goes);
  const update = useUpdateSearch();
  const tabs = GOES_TABS.filter((tab) => tab !== 'average' || modalityOf(analysis).hasPixels);
  return (
    <section className={classes.card} aria-label="What goes">
      <Title order={2}>What goes</Title>
      <Tabs
        value={tabs.find((tab) => tab === goes) ?? GOES_TABS[0]}
        keepMounted={false}
        onChange={(next) => {
          update({ goes: GOES_TABS.find((tab) => tab === next) }, { replace: true });
        }}
      >
        <Tabs.List mb="sm">
          {tabs.map((tab) => (
            <Tabs.Tab key={tab} value={tab}>
              {TITLES[tab]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="whom">
          <StandIns plan={plan} />
        </Tabs.Panel>
        <Tabs.Panel value="average">
          <Averages plan={plan} />
        </Tabs.Panel>
        <Tabs.Panel value="compared">
          <Compared plan={plan} />
        </Tabs.Panel>
      </Tabs>
    </section>
  );
});
