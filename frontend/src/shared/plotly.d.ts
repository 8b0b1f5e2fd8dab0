/** The few parts of plotly.js that this page uses. */
declare module 'plotly.js-strict-dist-min' {
  export type Trace = Record<string, unknown>;
  export type Layout = Record<string, unknown>;
  export type Config = Record<string, unknown>;

  export interface ClickedPoint {
    customdata?: unknown;
  }

  export interface PointEvent {
    points: ClickedPoint[];
    event: MouseEvent;
  }

  export interface PlotlyElement extends HTMLDivElement {
    on(name: 'plotly_click', listener: (event: PointEvent) => void): void;
    removeAllListeners(name: string): void;
  }

  interface Plotly {
    react(element: HTMLElement, data: Trace[], layout: Layout, config: Config): Promise<PlotlyElement>;
    purge(element: HTMLElement): void;
    Plots: { resize(element: HTMLElement): Promise<void> };
    downloadImage(
      element: HTMLElement,
      options: { format: 'png' | 'svg'; filename: string; width?: number; height?: number; scale?: number },
    ): Promise<string>;
  }

  const plotly: Plotly;
  export default plotly;
}
