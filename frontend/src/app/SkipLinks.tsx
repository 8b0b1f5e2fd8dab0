import classes from './SkipLinks.module.css';

const PLACES = [
  { place: '#view', fallback: '#main', title: 'To the main view' },
  { place: 'aside', fallback: '#main', title: 'To the chosen sample' },
] as const;

/** The first stop of the tab key: past the header. */
export function SkipLinks() {
  return (
    <nav className={classes.links} aria-label="Skip">
      {PLACES.map(({ place, fallback, title }) => (
        <a
          key={place}
          href={fallback}
          onClick={(event) => {
            event.preventDefault();
            const target =
              document.querySelector<HTMLElement>(place) ?? document.querySelector<HTMLElement>(fallback);
            if (!target) return;
            if (target.tabIndex < 0) target.tabIndex = -1;
            target.focus();
          }}
        >
          {title}
        </a>
      ))}
    </nav>
  );
}
