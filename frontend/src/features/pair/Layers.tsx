import { Title } from '@mantine/core';
import type { LayerShare } from '../../client/types';
import { formatMeasure } from '../../shared/format';
import { layerWords, shareText } from './largest';
import classes from './PairView.module.css';

/** What each layer adds to κ: to the right as the sum goes, to the left against it. */
export function Layers({ layers }: { layers: readonly LayerShare[] }) {
  // Where the layers cancel each other out, none has a share: then what they add itself is drawn.
  const size = ({ kappa, share }: LayerShare) => share ?? kappa;
  const largest = Math.max(...layers.map((layer) => Math.abs(size(layer)))) || 1;
  return (
    <section className={classes.layers} aria-label="Which layers make it">
      <Title order={3}>Which layers make it</Title>
      <p className="muted">
        κ is a sum over the layers: here is the share of each, all together 100&nbsp;%. Blue helps, orange
        hurts; a bar to the left works against the others. {layerWords(layers)}
      </p>
      <table>
        <tbody>
          {layers.map((layer) => {
            const { name, kappa, share } = layer;
            return (
              <tr
                key={name}
                title={`${name} adds ${formatMeasure(kappa)} to κ: it ${kappa < 0 ? 'hurts' : 'helps'}`}
              >
                <th scope="row">{name}</th>
                <td className={classes.track}>
                  <i
                    data-hurts={kappa < 0 || undefined}
                    data-against={size(layer) < 0 || undefined}
                    style={{ width: `${String((50 * Math.abs(size(layer))) / largest)}%` }}
                  />
                </td>
                <td className="numbers">{share === null ? '–' : shareText(share)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
