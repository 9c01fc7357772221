// Guestlist in Azure: a container that Teams reaches, a database and a vault that nobody reaches from outside, and the
// bot's registration. The bot is the managed identity: no secret of it exists.

@description('Short name that all resources are named after: small letters and digits.')
@minLength(3)
@maxLength(12)
param name string

param location string = resourceGroup().location

@description('REGISTRY_NAME of registry.bicep.')
param registryName string

@description('Image in that registry, with its tag.')
param image string = 'guestlist:latest'

@description('TEAMS_APP_ID: the id of the app in its manifest.')
param teamsAppId string

@description('MAIL_FROM: the mailboxes that send the invitations, comma separated.')
param mailFrom string

@description('BRAND_NAME: the name in invitations.')
param brandName string = 'Guestlist'

@description('LINK_KEY: 32 bytes in base64. Lost, no redeem link can be read again.')
@secure()
param linkKey string

@secure()
@minLength(16)
param databasePassword string

@description('Changes with each deployment, so that a new revision fetches the image again.')
param deployedAt string = utcNow()

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${name}-identity'
  location: location
}

module network 'network.bicep' = {
  name: '${name}-network'
  params: {
    name: name
    location: location
  }
}

module database 'database.bicep' = {
  name: '${name}-database'
  params: {
    name: name
    location: location
    subnetId: network.outputs.databaseSubnetId
    networkId: network.outputs.networkId
    password: databasePassword
  }
}

module vault 'vault.bicep' = {
  name: '${name}-vault'
  params: {
    name: name
    location: location
    subnetId: network.outputs.endpointSubnetId
    networkId: network.outputs.networkId
    readerPrincipalId: identity.properties.principalId
    linkKey: linkKey
    databaseUrl: 'postgres://guestlist:${uriComponent(databasePassword)}@${database.outputs.host}:5432/guestlist?sslmode=verify-full'
  }
}

module app 'app.bicep' = {
  name: '${name}-app'
  params: {
    name: name
    location: location
    subnetId: network.outputs.appSubnetId
    identityId: identity.id
    identityClientId: identity.properties.clientId
    identityPrincipalId: identity.properties.principalId
    registryName: registryName
    image: image
    linkKeyUrl: vault.outputs.linkKeyUrl
    databaseUrlUrl: vault.outputs.databaseUrlUrl
    teamsAppId: teamsAppId
    mailFrom: mailFrom
    brandName: brandName
    deployedAt: deployedAt
  }
}

module bot 'bot.bicep' = {
  name: '${name}-bot'
  params: {
    name: name
    appType: 'UserAssignedMSI'
    appId: identity.properties.clientId
    identityId: identity.id
    publicUrl: app.outputs.publicUrl
  }
}

output BOT_ID string = identity.properties.clientId
output BOT_PRINCIPAL_ID string = identity.properties.principalId
output PUBLIC_URL string = app.outputs.publicUrl
