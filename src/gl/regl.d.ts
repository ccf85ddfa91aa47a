declare module 'regl/dist/regl.min.js' {
  export { default } from 'regl';
}
