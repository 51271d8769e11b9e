terraform {
  required_providers {
    aks = {
      source = "workload-lanes/aks"
    }
  }
}

provider "aks" {}

variable "cluster_id" {
  type = string
}

variable "max_pods" {
  type = number
}

import {
  to = aks_workload_lane.legacy
  id = "${var.cluster_id}/agentPools/legacy"
}

resource "aks_workload_lane" "legacy" {
  cluster_id = var.cluster_id
  name       = "legacy"
  purpose    = "general"
  max_pods   = var.max_pods
}

import {
  to = aks_workload_lane.train
  id = "${var.cluster_id}/agentPools/train"
}

resource "aks_workload_lane" "train" {
  cluster_id = var.cluster_id
  name       = "train"
  purpose    = "gpu"
}

import {
  to = aks_workload_lane.win
  id = "${var.cluster_id}/agentPools/win"
}

resource "aks_workload_lane" "win" {
  cluster_id = var.cluster_id
  name       = "win"
  purpose    = "windows"
}

import {
  to = aks_workload_lane.cheap
  id = "${var.cluster_id}/agentPools/cheap"
}

resource "aks_workload_lane" "cheap" {
  cluster_id = var.cluster_id
  name       = "cheap"
  purpose    = "spot"
}

import {
  to = aks_workload_lane.burst
  id = "${var.cluster_id}/agentPools/burst"
}

resource "aks_workload_lane" "burst" {
  cluster_id = var.cluster_id
  name       = "burst"
  purpose    = "batch"
}

import {
  to = aks_workload_lane.tagged
  id = "${var.cluster_id}/agentPools/tagged"
}

resource "aks_workload_lane" "tagged" {
  cluster_id = var.cluster_id
  name       = "tagged"
  purpose    = "memory"
}
