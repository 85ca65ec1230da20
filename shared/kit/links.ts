/** Every page outside the bench that it may open, by id. The page names an id; the address never comes from it. */
export const links = {
  'azure-realtime': 'https://learn.microsoft.com/azure/ai-foundry/openai/how-to/realtime-audio',
  'azure-pricing': 'https://azure.microsoft.com/pricing/details/cognitive-services/openai-service/',
  'azure-cost-analysis': 'https://portal.azure.com/#view/Microsoft_Azure_CostManagement/Menu/~/costanalysis',
  'device-login': 'https://microsoft.com/devicelogin',
  'device-login-us-government': 'https://microsoft.com/deviceloginus',
  'device-login-china': 'https://microsoft.com/deviceloginchina',
  'openai-realtime': 'https://platform.openai.com/docs/guides/realtime',
  'azure-usage-question': 'https://learn.microsoft.com/en-us/answers/questions/5845915/',
  'openai-pricing': 'https://platform.openai.com/docs/pricing',
} as const;
export type LinkId = keyof typeof links;

/** The link to where the code of a sign-in is entered, by the address that the sign-in service names. */
export const deviceLoginLink = (address: string): LinkId => {
  if (/deviceloginus|microsoftonline\.us/.test(address)) return 'device-login-us-government';
  return /deviceloginchina|chinacloudapi\.cn|microsoftonline\.cn/.test(address) ? 'device-login-china' : 'device-login';
};

export const isLinkId = (text: unknown): text is LinkId => typeof text === 'string' && Object.hasOwn(links, text);
