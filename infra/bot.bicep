// The bot's registration: where Teams sends what people say, and who may speak for it. Of one tenant in both forms.

param name string

@description('UserAssignedMSI where the bot is a managed identity, SingleTenant where it has a registration of its own.')
@allowed([
  'UserAssignedMSI'
  'SingleTenant'
])
param appType string

@description('BOT_ID: the client id.')
param appId string

@description('Resource id of the managed identity; empty for SingleTenant.')
param identityId string = ''

@description('PUBLIC_URL, without a slash at its end.')
param publicUrl string

@description('What people see as the bot\'s name.')
@maxLength(42)
param displayName string = 'Guestlist'

resource bot 'Microsoft.BotService/botServices@2022-09-15' = {
  name: '${name}-${uniqueString(resourceGroup().id)}'
  location: 'global'
  kind: 'azurebot'
  sku: {
    name: 'F0'
  }
  properties: {
    displayName: displayName
    endpoint: '${publicUrl}/api/messages'
    msaAppId: appId
    msaAppTenantId: tenant().tenantId
    msaAppType: appType
    msaAppMSIResourceId: appType == 'UserAssignedMSI' ? identityId : null
    disableLocalAuth: true
  }
}

resource teams 'Microsoft.BotService/botServices/channels@2022-09-15' = {
  parent: bot
  name: 'MsTeamsChannel'
  location: 'global'
  properties: {
    channelName: 'MsTeamsChannel'
    properties: {
      isEnabled: true
    }
  }
}
