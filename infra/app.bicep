// The bot's container: reached from outside by https alone, signed in as the managed identity, always running.

param name string
param location string
param subnetId string
param identityId string
param identityClientId string
param identityPrincipalId string
param registryName string
param image string
param linkKeyUrl string
param databaseUrlUrl string
param teamsAppId string
param mailFrom string
param brandName string
param deployedAt string

// AcrPull: fetches images, and nothing else.
var pull = '7f951dda-4ed3-4680-a7ca-43fe172d538d'
var publicUrl = 'https://${name}.${apps.properties.defaultDomain}'

resource registry 'Microsoft.ContainerRegistry/registries@2023-07-01' existing = {
  name: registryName
}

resource puller 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: registry
  name: guid(registry.id, identityPrincipalId, pull)
  properties: {
    principalId: identityPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', pull)
  }
}

resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: '${name}-logs'
  location: location
  properties: {
    retentionInDays: 30
    sku: {
      name: 'PerGB2018'
    }
  }
}

resource apps 'Microsoft.App/managedEnvironments@2024-03-01' = {
  name: '${name}-environment'
  location: location
  properties: {
    appLogsConfiguration: {
      destination: 'log-analytics'
      logAnalyticsConfiguration: {
        customerId: logs.properties.customerId
        sharedKey: logs.listKeys().primarySharedKey
      }
    }
    vnetConfiguration: {
      infrastructureSubnetId: subnetId
      internal: false
    }
    workloadProfiles: [
      {
        name: 'Consumption'
        workloadProfileType: 'Consumption'
      }
    ]
  }
}

resource app 'Microsoft.App/containerApps@2024-03-01' = {
  name: name
  location: location
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    managedEnvironmentId: apps.id
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      ingress: {
        external: true
        allowInsecure: false
        targetPort: 3978
        transport: 'http'
      }
      registries: [
        {
          server: registry.properties.loginServer
          identity: identityId
        }
      ]
      secrets: [
        {
          name: 'link-key'
          keyVaultUrl: linkKeyUrl
          identity: identityId
        }
        {
          name: 'database-url'
          keyVaultUrl: databaseUrlUrl
          identity: identityId
        }
      ]
    }
    template: {
      containers: [
        {
          name: 'bot'
          image: '${registry.properties.loginServer}/${image}'
          resources: {
            cpu: json('0.5')
            memory: '1Gi'
          }
          env: [
            {
              name: 'GUESTLIST_MODE'
              value: 'production'
            }
            {
              name: 'PUBLIC_URL'
              value: publicUrl
            }
            {
              name: 'TENANT_ID'
              value: tenant().tenantId
            }
            {
              name: 'TEAMS_APP_ID'
              value: teamsAppId
            }
            {
              name: 'SIGN_IN'
              value: 'managedIdentity'
            }
            {
              name: 'BOT_ID'
              value: identityClientId
            }
            {
              name: 'MAIL_FROM'
              value: mailFrom
            }
            {
              name: 'BRAND_NAME'
              value: brandName
            }
            {
              name: 'LINK_KEY'
              secretRef: 'link-key'
            }
            {
              name: 'DATABASE_URL'
              secretRef: 'database-url'
            }
            {
              name: 'DEPLOYED_AT'
              value: deployedAt
            }
          ]
          volumeMounts: [
            {
              volumeName: 'data'
              mountPath: '/data'
            }
          ]
          probes: [
            {
              type: 'Startup'
              httpGet: {
                path: '/healthz'
                port: 3978
              }
              periodSeconds: 5
              failureThreshold: 24
            }
            {
              type: 'Liveness'
              httpGet: {
                path: '/healthz'
                port: 3978
              }
              periodSeconds: 10
            }
            {
              type: 'Readiness'
              httpGet: {
                path: '/readyz'
                port: 3978
              }
              periodSeconds: 10
            }
          ]
        }
      ]
      volumes: [
        {
          name: 'data'
          storageType: 'EmptyDir'
        }
      ]
      // It looks by itself for guests who arrive, so it never sleeps.
      scale: {
        minReplicas: 1
        maxReplicas: 2
      }
      terminationGracePeriodSeconds: 40
    }
  }
  dependsOn: [
    puller
  ]
}

output publicUrl string = publicUrl
