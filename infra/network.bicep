// One network, three subnets: the bot, its database, and the private ends of other services.

param name string
param location string

resource network 'Microsoft.Network/virtualNetworks@2024-01-01' = {
  name: '${name}-network'
  location: location
  properties: {
    addressSpace: {
      addressPrefixes: [
        '10.20.0.0/24'
      ]
    }
    subnets: [
      {
        name: 'app'
        properties: {
          addressPrefix: '10.20.0.0/26'
          delegations: [
            {
              name: 'app'
              properties: {
                serviceName: 'Microsoft.App/environments'
              }
            }
          ]
        }
      }
      {
        name: 'database'
        properties: {
          addressPrefix: '10.20.0.64/28'
          delegations: [
            {
              name: 'database'
              properties: {
                serviceName: 'Microsoft.DBforPostgreSQL/flexibleServers'
              }
            }
          ]
        }
      }
      {
        name: 'endpoints'
        properties: {
          addressPrefix: '10.20.0.80/28'
          privateEndpointNetworkPolicies: 'Disabled'
        }
      }
    ]
  }
}

output networkId string = network.id
output appSubnetId string = '${network.id}/subnets/app'
output databaseSubnetId string = '${network.id}/subnets/database'
output endpointSubnetId string = '${network.id}/subnets/endpoints'
