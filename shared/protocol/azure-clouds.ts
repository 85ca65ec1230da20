/** The Azure clouds whose costs can be read. */
export const azureClouds = ['public', 'us-government', 'china'] as const;
export type AzureCloud = (typeof azureClouds)[number];

export interface AzureCloudFacts {
  readonly name: string;
  /** Where Cost Management is asked, and for whom its tokens are made out. */
  readonly managementUrl: string;
  /** Where Entra ID signs in. */
  readonly signInUrl: string;
}

/** One entry a cloud: each has a management address and a sign-in of its own. */
export const azureCloudFacts: Readonly<Record<AzureCloud, AzureCloudFacts>> = {
  public: {
    name: 'Azure',
    managementUrl: 'https://management.azure.com',
    signInUrl: 'https://login.microsoftonline.com',
  },
  'us-government': {
    name: 'Azure Government',
    managementUrl: 'https://management.usgovcloudapi.net',
    signInUrl: 'https://login.microsoftonline.us',
  },
  china: {
    name: 'Azure in China',
    managementUrl: 'https://management.chinacloudapi.cn',
    signInUrl: 'https://login.chinacloudapi.cn',
  },
};
