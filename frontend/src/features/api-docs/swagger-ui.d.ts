/** The part of Swagger UI that the API's page uses. */
declare module 'swagger-ui-dist/swagger-ui-es-bundle.js' {
  interface Options {
    domNode: HTMLElement;
    url: string;
    docExpansion: 'list';
    validatorUrl: null;
  }

  export default function SwaggerUI(options: Options): unknown;
}
