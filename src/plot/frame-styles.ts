import styles from 'uplot/dist/uPlot.min.css?inline';

/** The style sheet that a frame needs around it, as text. */
export const FRAME_STYLES = styles;
