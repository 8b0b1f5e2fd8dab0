import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconApi, IconKeyboard, IconPlus } from '@tabler/icons-react';
import { Link, Outlet } from '@tanstack/react-router';
import { useLiveAnalyses } from '../client/live';
import { OptionsProvider } from '../client/options';
import { useWatchSteps } from '../selection/bar/steps';
import { KeysHelp, useKeysHelp } from '../shared/keys/KeysHelp';
import { Logo } from '../shared/Logo';
import { ColourSchemeMenu } from './ColourSchemeMenu';
import { KEY_SECTIONS } from './keys';
import { SkipLinks } from './SkipLinks';
import classes from './Shell.module.css';
import { usePageAhead } from './usePageAhead';

export function Shell() {
  const connected = useLiveAnalyses();
  useWatchSteps();
  usePageAhead();
  return (
    <KeysHelp sections={KEY_SECTIONS}>
      <div className={classes.shell}>
        <SkipLinks />
        <header className={classes.bar}>
          <Link to="/" className={classes.home} aria-label="lpNTK: all analyses">
            <Logo />
            <span>lpNTK</span>
          </Link>
          <nav className={classes.nav} aria-label="Main">
            <Link to="/" className={classes.link} activeOptions={{ exact: true }}>
              Analyses
            </Link>
          </nav>
          <Button
            size="xs"
            leftSection={<IconPlus size={14} aria-hidden />}
            renderRoot={(props) => <Link to="/new" {...props} />}
          >
            New analysis
          </Button>
          <Tooltip label="The API">
            <ActionIcon
              variant="subtle"
              color="gray"
              size={30}
              aria-label="The API"
              visibleFrom="xs"
              renderRoot={(props) => <Link to="/docs" {...props} />}
            >
              <IconApi size={18} aria-hidden />
            </ActionIcon>
          </Tooltip>
          <KeysButton />
          <ColourSchemeMenu />
        </header>
        {!connected && (
          <div role="status" className={classes.banner}>
            The server does not answer. Trying again every two seconds; what you see is what was last known.
          </div>
        )}
        <main id="main" className={classes.main}>
          <OptionsProvider>
            <Outlet />
          </OptionsProvider>
        </main>
      </div>
    </KeysHelp>
  );
}

function KeysButton() {
  const show = useKeysHelp();
  return (
    <Tooltip label="Keys (?)">
      <ActionIcon variant="subtle" color="gray" size={30} aria-label="Keys" onClick={show}>
        <IconKeyboard size={18} />
      </ActionIcon>
    </Tooltip>
  );
}
