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

  export interface SelectionEvent {
    points: ClickedPoint[];
    range?: { x: [number, number]; y: [number, number] };
    lassoPoints?: { x: number[]; y: number[] };
  }

  export interface PlotlyElement extends HTMLDivElement {
    on(name: 'plotly_click' | 'plotly_hover', listener: (event: PointEvent) => void): void;
    on(name: 'plotly_selected', listener: (event: SelectionEvent | undefined) => void): void;
    on(name: 'plotly_unhover' | 'plotly_doubleclick', listener: () => void): void;
    removeAllListeners(name: string): void;
  }

  interface Plotly {
    react(element: HTMLElement, data: Trace[], layout: Layout, config: Config): Promise<PlotlyElement>;
    purge(element: HTMLElement): void;
    Plots: { resize(element: HTMLElement): Promise<void> };
  }

  const plotly: Plotly;
  export default plotly;
}
