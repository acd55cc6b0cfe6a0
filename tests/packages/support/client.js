import webApi from '@slack/web-api'; // CommonJS: not all of its names are seen one by one

const { LogLevel, WebClient, retryPolicies } = webApi;

/** Slack's own client, at the workspace's address. It tries once unless told otherwise, and logs nothing. */
export function clientOf(workspace, options = {}) {
  return new WebClient(workspace.token, {
    slackApiUrl: workspace.api_url,
    retryConfig: { retries: 0 },
    logLevel: LogLevel.ERROR,
    logger: silent,
    ...options,
  });
}

/** Retries without the seconds between them. */
export const impatient = { ...retryPolicies.tenRetriesInAboutThirtyMinutes, retries: 3, minTimeout: 1, maxTimeout: 10 };

const nothing = () => {};
export const silent = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  getLevel: () => LogLevel.ERROR,
  setName: nothing,
};

/** The error that Slack answers a call with, as the client throws it. */
export async function refusal(call) {
  try {
    const answer = await call;
    return `no refusal: ${JSON.stringify(answer)}`;
  } catch (error) {
    if (error.code !== 'slack_webapi_platform_error') throw error;
    return error.data.error;
  }
}
