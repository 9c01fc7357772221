// The container registry: deployed first, so that the image is there before what runs it.

@description('Short name that all resources are named after: small letters and digits.')
@minLength(3)
@maxLength(12)
param name string

param location string = resourceGroup().location

resource registry 'Microsoft.ContainerRegistry/registries@2023-07-01' = {
  name: '${name}${uniqueString(resourceGroup().id)}'
  location: location
  sku: {
    name: 'Basic'
  }
  properties: {
    adminUserEnabled: false
    anonymousPullEnabled: false
  }
}

output REGISTRY_NAME string = registry.name
